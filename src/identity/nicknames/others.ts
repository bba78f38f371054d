import type { NicknameTable } from './table.ts'

/** Given names of other countries whose mail an office in Europe meets; short on purpose. */
export const others: readonly NicknameTable[] = [
  {
    language: 'pl',
    source: 'compiled for this project from everyday usage; no third-party list is copied',
    licence: 'the project’s own',
    groups: `
agnieszka aga
aleksander olek alek
aleksandra ola
andrzej jędrek
anna ania
antoni antek
barbara basia
elżbieta ela
ewa ewka
grzegorz grzesiek
helena hela
jan janek jasiek
joanna asia
józef józek
katarzyna kasia
krystyna krysia
krzysztof krzysiek
magdalena magda
małgorzata gosia
maria marysia
michał michałek
piotr piotrek
stanisław staszek
tadeusz tadek
tomasz tomek
urszula ula
wojciech wojtek
zofia zosia
`,
  },
  {
    language: 'ru',
    source: 'compiled for this project from everyday usage; no third-party list is copied',
    licence: 'the project’s own',
    groups: `
александр саша шура саня
александра саша шура
алексей лёша алёша
анастасия настя
анна аня
борис боря
владимир володя вова
дмитрий дима митя
евгений женя
евгения женя
екатерина катя
елена лена
иван ваня
ирина ира
константин костя
людмила люда мила
мария маша
михаил миша
надежда надя
наталья наташа
николай коля
ольга оля
павел паша
сергей серёжа
татьяна таня
юрий юра
aleksandr sasha shura
aleksei lyosha
anastasia nastya
dmitry dima mitya
dmitri dima mitya
ekaterina katya
elena lena
evgeny zhenya
irina ira
mikhail misha
natalia natasha
nikolai kolya
olga olya
pavel pasha
sergei seryozha
tatiana tanya
vladimir volodya vova
`,
  },
  {
    language: 'es',
    source: 'compiled for this project from everyday usage; no third-party list is copied',
    licence: 'the project’s own',
    groups: `
antonio toño toni
beatriz bea
concepción concha conchi
dolores lola
enrique quique
francisca paca paqui
francisco paco pancho curro
guadalupe lupe
guillermo memo guille
ignacio nacho
isabel isa
jesús chus chuy
josé pepe
josefa pepa
luis lucho
manuel manolo manu
maría mari
mercedes merche
montserrat montse
pilar pili
rafael rafa
rosario charo
teresa tere
`,
  },
  {
    language: 'it',
    source: 'compiled for this project from everyday usage; no third-party list is copied',
    licence: 'the project’s own',
    groups: `
alessandro ale sandro
alessandra ale sandra
antonio tonino toni
domenico mimmo
elisabetta betta
federica fede
federico fede
francesca franca
francesco franco checco
giovanni gianni nanni
giuseppe beppe pino peppe
lorenzo renzo
luigi gigi
margherita rita
salvatore totò
stefania stefy
vincenzo enzo
`,
  },
  {
    language: 'nl',
    source: 'compiled for this project from everyday usage; no third-party list is copied',
    licence: 'the project’s own',
    groups: `
adriaan adri
antonius ton toon
cornelis cees kees cor
elisabeth els lies
gerardus gerard
gerrit ger
hendrik henk hein
jacobus jaap koos
johanna hanna jo
johannes jan johan hans hannes
maria ria marijke
petrus piet peter
theodorus theo
wilhelmina willy mien
willem wim
`,
  },
]
