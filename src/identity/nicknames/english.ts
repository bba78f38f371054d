import type { NicknameTable } from './table.ts'

/** Given names of England, Ireland, Scotland, Wales and North America. */
export const english: NicknameTable = {
  language: 'en',
  source: 'compiled for this project from everyday usage; no third-party list is copied',
  licence: 'the project’s own',
  groups: `
abigail abby gail
adelaide addie
agnes aggie nessie
albert al bert bertie
alexander alex sandy sasha xander alec alick
alexandra alex sandra sasha lexi
alfred alf alfie fred
alison ali allie
alistair al ali
amanda mandy
amelia millie amy
andrea andy andie
andrew andy drew
angela angie ange
ann annie nan anna anne
anne annie nan anna ann
anthony tony ant
antonia toni
arabella bella
archibald archie
arnold arnie
arthur art artie
augustine gus
barbara barb babs barbie
bartholomew bart
beatrice bea trixie
benedict ben
benjamin ben benny benji
bernadette bernie
bernard bernie
bertram bert
beverley bev
bradley brad
brendan bren
brigid bridget breda brid biddy
bridget bridie biddy
caroline carol carrie caro
cassandra cass cassie sandra
catherine cathy cath kate katie cat
cecilia cissy celia
charles charlie chuck chas chaz
charlotte lottie charlie char
christian chris
christine chris chrissie tina
christina tina chris chrissie
christopher chris kit topher
clifford cliff
constance connie
cornelius con neil
cynthia cindy
daniel dan danny
danielle dani
david dave davy davey
deborah debbie deb debs debra
debra debbie deb deborah
deirdre dee
dennis den denny
diana di
dominic dom nick
donald don donnie
dorothy dot dottie dolly
douglas doug dougie
edith edie
edmund ed eddie ted ned
edward ed eddie ted ned teddy
edwin ed eddie
eleanor ellie nell nora nellie
elizabeth liz lizzie beth betty eliza betsy bess libby lisa elsie
ellen nell nellie
emily em millie
emma em
eoghan owen
ernest ernie
esther essie hetty
eugene gene
evelyn evie
ezekiel zeke
florence flo florrie flossie
frances fran frannie frankie
francis frank fran frankie
franklin frank
frederick fred freddie freddy rick
gabriel gabe
gabrielle gabby gaby
geoffrey geoff jeff
george georgie
georgina georgie gina
gerald gerry jerry
gerard ger gerry
gertrude gertie trudy
gillian gill jill
graham gray
gregory greg
gwendolen gwen
harold harry hal
harriet hattie
helen nell nellie
henry harry hank hal
herbert herb bert
hilary hil
hugh hughie
ian iain
isaac ike zac
isabel izzy bella bel
isabella izzy bella bel
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie jem
janet jan jenny
janice jan
jason jay
jeffrey jeff
jennifer jen jenny jenn
jeremiah jerry
jeremy jez jerry
jerome jerry
jessica jess jessie
joan joanie
joanne jo
joanna jo
john jack johnny jon
jonathan jon jonny jonty
joseph joe joey jody
josephine jo josie
joshua josh
judith judy jude
julia jules
julian jules
julie jules
katherine kate katie kathy kat kitty kath kay kit
kathleen kathy kay kath kate katie
kathryn kate katie kathy kath
katrina kat trina
kenneth ken kenny
kevin kev
kimberly kim kimmie
laura laurie
lawrence larry laurie
leonard len lenny leo
leslie les
lewis lew
lillian lily lil
linda lin lindy
louis lou louie
louise lou
lucille lucy
lucinda lucy cindy
lydia liddy
madeleine maddie maddy
malcolm mal
marcus marc
margaret maggie meg peggy mags marge margie greta rita peg daisy
marion mari
marjorie marge margie
martha mattie
martin marty
mary molly polly may mae moll
matilda tilly
matthew matt matty
maureen mo
maurice mo morrie
maximilian max
maxwell max
megan meg
melanie mel
melissa mel missy lissa
michael mike mick mikey micky mickey
michelle shelly chelle
mildred millie
miranda mandy
miriam mim
mitchell mitch
mohammed mo
mohamed mo
monica mon
nancy nan
natalie nat
natasha tasha nat
nathan nat nate
nathaniel nat nate nathan
nicholas nick nicky nic
nicola nicky nic
nicole nicky nic
nigel nige
norman norm
oliver ollie olly
olivia liv livvy
oswald oz ozzie
pamela pam pammy
patricia pat trish tricia patty patsy
patrick pat paddy packie
paula paulie
penelope penny pen
peter pete
philip phil pip
phillip phil pip
philippa pippa pip
priscilla cilla
prudence pru
rachel rach
randall randy
raymond ray
rebecca becky bex becca
reginald reg reggie
richard rick dick rich ricky richie
robert rob bob bobby robbie bert
roberta bobbie
robin rob
roderick rod rory
rodney rod
roger rog
roland rollo
ronald ron ronnie
rosemary rose rosie
rosalind ros roz
rupert rup
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sally sadie
sebastian seb bastian
shaun sean shawn
sheila shell
shirley shirl
sidney sid
sidonie sid
simon si
solomon sol
sophia sophie
stanley stan
stephanie steph stevie
stephen steve stevie ste
steven steve stevie
stuart stu stew
susan sue susie suzy sukie
susanna sue susie suzy
suzanne sue suzie suzy
sylvia syl
tabitha tabby
terence terry tel
teresa terry tess tessa
theresa tess terry tessa
theodore theo ted teddy
thomas tom tommy thom
timothy tim timmy
tobias toby
valerie val
vanessa ness nessa
veronica ronnie vera
victor vic
victoria vicky tori vic vicki
vincent vince vinnie vinny
virginia ginny ginger
vivian viv
wallace wally
walter walt wally
wendy wend
wilfred wilf fred
wilhelmina mina willa
william will bill billy liam willie bil
winifred winnie freda
winston win
yvonne eve
zachary zach zac zack
`,
}
