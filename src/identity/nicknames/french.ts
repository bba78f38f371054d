import type { NicknameTable } from './table.ts'

/** Given names of France, Belgium, Luxembourg and French Switzerland. */
export const french: NicknameTable = {
  language: 'fr',
  source: 'compiled for this project from everyday usage; no third-party list is copied',
  licence: 'the project’s own',
  groups: `
adélaïde adèle
adrien adri
alexandra alex sandra
alexandre alex sacha
alexis alex
amandine mandine
amélie mél
anne annie nanette
anne-marie annie anne
antoine tony toine titi
arnaud nono
augustin gus
aurélie lili
barnabé barn
baptiste bapt
bastien bas
béatrice béa
benjamin ben benji
benoît ben
bernadette nadette
bernard nanard
bertrand bert
brigitte bri gigi
camille cam
caroline caro
catherine cathy cath kathy
cécile cé
charlotte lotte charlie
christelle chris
christian chris
christine chris
christophe chris tophe
claire clairette
clémence clem
clément clem
corinne coco
daniel dany
danielle dany
delphine fifine
dominique dom domi
edmond ed
édouard ed doudou
élisabeth babeth lise zabeth élise
éléonore léo
emmanuel manu
emmanuelle manu manue
étienne titi
eugénie nini
fabien fab
fabienne fab
fabrice fab
florence flo
florian flo
françois fanfan
françoise fanfan fanchon
frédéric fred
frédérique fred
gabriel gab
gabrielle gaby
geneviève ginette
georges jojo
gérard gégé
ghislaine ghis
gilbert gil
grégoire greg
grégory greg
guillaume guy guigui
guy guitou
henri riton
hugues hugo
isabelle isa zaza
jacqueline jackie line
jacques jacquot
jean jeannot
jean-baptiste jb
jean-christophe jc
jean-claude jc
jean-françois jef jf
jean-luc jl
jean-marc jm
jean-marie jm
jean-michel jm jimi
jean-paul jp
jean-philippe jp
jean-pierre jp
jeanne jeannette jeannine
jérémy jérém
jérôme gégé
joseph jo
joséphine jo fifi
judith ju
julie ju
julien ju
laetitia laeti
laurence lolo
laurent lolo
léopold léo
louis loulou
louise loulou lou
lucien lulu
madeleine mado madelon
marc marco
marguerite margot
marie manon mimi
marie-christine mc
marie-claude mc
marie-hélène mh
marie-josé majo
marie-thérèse marité
martine tine
mathieu mat
mathilde math
matthieu mat
maurice momo
maxime max
mélanie mél
michel mimi mich
micheline mimi
mickaël mika mike
monique momo
nathalie nat nath
nicolas nico
odile dédé
olivier oli
pascal pasc
pascale pasc
patricia pat
patrice pat
patrick pat
philippe phil
pierre pierrot
raphaël raph
raymond ray
rémi rem
robert bob
roland rolo
roselyne rose
sabine sab
sandrine sand
sébastien seb bastien
séverine sev
simone simonette
solange soso
sophie soso
stéphane stef steph
stéphanie steph fanny
suzanne suzy suzon
sylvain syl
sylvie syl
théodore théo
thérèse tété
thibault thib titi
thierry titi
thomas tom
valérie val
véronique véro
victoire vic
vincent vince
virginie ninie gigi
xavier xav
yves yvon
zacharie zac
`,
}
