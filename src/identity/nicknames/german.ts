import type { NicknameTable } from './table.ts'

/** Given names of Germany, Austria and Switzerland. */
export const german: NicknameTable = {
  language: 'de',
  source: 'compiled for this project from everyday usage; no third-party list is copied',
  licence: 'the project’s own',
  groups: `
adelheid heidi heide
albrecht albi
alexander alex sascha xandi
alexandra alex sandra
alfons alf
alois loisl
andreas andi andy anderl
angelika geli angie
anna anni anneli
annemarie anne anni annemie
anneliese anne liesl
annette anne netti
anton toni
arnold arno noldi
barbara babsi bärbel
benedikt bene
benjamin ben benni
bernd berndi
bernhard bernd berni hardy
birgit biggi
brigitte gitte gitta biggi
burkhard burki
carola caro
caroline caro line
charlotte lotte lotti
christian chris christl
christiane chris jane nane
christina tina chris
christine tine christl tina
christoph chris stoffel
claudia claudi
cornelia conny nele nelly
dagmar daggi
daniel dani
daniela dani
dietmar didi
dietrich dieter didi
dominik domi
dorothea doro thea dora
eberhard ebi hardy
eduard edi
elfriede elfi friedel
elisabeth lisa lisbeth elli sissi lilli liesel else elsbeth betty bettina
emanuel manu
erika eri
ernst erni
eva evi
ferdinand ferdi
florian flo
franz franzl
franziska franzi
friederike fritzi rike friedel
friedrich fritz friedel fredi
gabriele gabi gaby
georg schorsch
gerhard gerd hardy
gertrud trude trudi gerti
gottfried götz friedel
günther günni
günter günni
gustav gustl
hannelore hanne lore
hans-joachim hajo
heinrich heinz heiner heini
helene leni lena hella
helmut helmi
herbert herbi
hermann manni
hildegard hilde
hubert hubsi
ignaz naz
irmgard irmi
jakob jockel
joachim jochen achim jo
johann hans hansi hannes
johanna hanna hanni jo
johannes hannes hans jo hansi jan
jörg schorsch
josef sepp jupp beppo
joseph sepp jupp
julia jule
juliane jule
karin kari
karl kalle charly
karl-heinz kalle charly
karoline line caro
katharina kathi kati käthe kathrin katja trine
kathrin kathi
klaus klausi
konrad conny konni kurt
kristina tina kris
leonhard leo hardy
leopold leo poldi
lieselotte lilo lotte liesel
ludwig lutz wiggerl
magdalena lena leni magda
manfred manni fred
manuela manu
margarete grete gretel gretl marga gretchen
margarethe grete gretel gretl marga
margit gitti
maria mia mitzi ria mariele
marianne janne
markus max
martin matti
martina tina
matthias matze hias matthes
maximilian max maxi
melanie melli
michael michi michel michl
michaela michi ela
monika moni
nikolaus klaus niko nick
norbert nobbi
oliver oli olli
otto ottl
patrick pat
peter peterl
petra peti
philipp phil lipp
reinhard reini hardy
reinhold reini
renate reni nate
richard richi
robert rob robi
roland roli
rosemarie rosi romy
rudolf rudi
rüdiger rudi
sabine bine bini
sebastian basti wastl
siegfried sigi friedel
sieglinde linde sigi
sigrid sigi
simone simi moni
sophie sofie
stefan steff steffl
stefanie steffi
stephan steff
stephanie steffi
susanne susi sanne
theodor theo
theresa resi resl
therese resi resl
thomas tom tommy
tobias tobi
udo udi
ulrich uli ulli
ulrike uli ulli rike
ursula uschi ulla ursel ula
valentin valli
veronika vroni
viktoria vicky
vinzenz vinz
volker volki
waltraud traudl
walther walli
werner werni
wilfried willi
wilhelm willi willy helm
wilhelmine minna mina
winfried winni
wolfgang wolf wolfi
`,
}
