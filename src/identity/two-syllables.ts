import type { PersonName } from '../model/index.ts'
import { sameWord } from './same-word.ts'

/** Frequent surnames of China in Pinyin, with usual ones of Hong Kong, Taiwan and Singapore, and of Korea, as `sameWord` gives them. */
const surnames = new Set(
  `wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan fan liao wan jin shi jia xia fu fang zou xiong bai meng qin qiu hou yan xue lei long tao mao wong chan cheung leung lau chow ng ho lam lo tsang yip tse chu kwok tsai hsu hsieh chang chiang liew goh teo ong koh
   kim lee yi park pak choi choe jung jeong chung kang cho jo yoon yun jang chang lim im shin oh seo suh kwon hwang ahn an song yoo yu hong jeon ko koh moon mun yang bae baek paik heo nam shim noh roh ha kwak sung cha joo ju woo koo ku min ryu na jin ji eom chae won cheon bang kong hyun ham byun yeom yeo choo do so seok sun seol ma gil wi pyo myung ki ban wang ra`
    .split(/\s+/u)
    .map(sameWord),
)
const pinyin =
  /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|i?ong|uang|eng|ing|i?an|i?ao|uai|uan|ai|ei|ou|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|[aoeiu])$/u
const korean =
  /^(?:kk|gg|tt|dd|bb|pp|ss|jj|ch|sh|[gkndtrlmbpsjhyw])?(?:yeo|yae|wae|you|ye|ya|yo|yu|ae|eo|eu|oe|wa|wo|wi|ui|oo|ee|ou|[aeiou])(?:ng|[nmlkgbptrh])?$/u

const isSyllable = (word: string): boolean => pinyin.test(word.toLowerCase()) || korean.test(word.toLowerCase())

/**
 * The two syllables of a Chinese or Korean given name in Latin letters, which is written `Xiaoming`, `Xiao-Ming`, `Xiao Ming` or `XiaoMing`; null for any other, or
 * beside a surname that is none of these countries'.
 */
export function twoSyllables({ given, family }: PersonName): readonly [string, string] | null {
  if (!surnames.has(sameWord(family))) return null
  const parts = given.flatMap((word) => word.split(/[\u2010-\u2015-]|(?<=\p{Ll})(?=\p{Lu})/u))
  const [first = '', second = ''] = parts
  if (parts.length === 2) return isSyllable(first) && isSyllable(second) ? [first, second] : null
  if (parts.length !== 1) return null
  for (let at = first.length - 1; at > 0; at--) {
    const [left, right] = [first.slice(0, at), first.slice(at)]
    // Within a name a syllable that begins with a vowel has an apostrophe before it.
    if (/^[aeiou]/iu.test(right)) continue
    if ([pinyin, korean].some((syllable) => syllable.test(left.toLowerCase()) && syllable.test(right.toLowerCase()))) return [left, right]
  }
  return null
}

/** A name read with its surname first, as in China and Korea: `Wang Xiaoming`, `Kim Min-jun`, `Wang Xiao Ming`; of three words both orders may be right. Null where nothing speaks for it. */
export function surnameFirst({ given, family }: PersonName): PersonName | null {
  const [first = '', ...others] = given
  const turned = { given: [...others, family], family: first }
  return twoSyllables(turned) === null ? null : turned
}
