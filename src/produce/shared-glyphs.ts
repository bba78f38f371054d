/**
 * Characters that fonts draw with one glyph. A PDF keeps glyphs, and gives each back as one of its characters: an apostrophe (’) comes back as a
 * modifier letter (ʼ), 長 as the radical ⻑. So both sides of a comparison with a PDF's text are brought to one of them.
 */
const drawnAlike: readonly (readonly [plain: string, others: string])[] = [
  ['\u2019', '\u02bc'],
  ['\u2018', '\u02bb'],
  ['/', '\u2215\u2044'],
  ['`', '\u2035'],
  ['~', '\u301c'],
  ['\u00b7', '\u30fb'],
  ['\u58ab', '\u58ff'],
  ['\u3b3a', '\u5e50'],
  ['\u6236', '\u6237\u6238'],
  ['\u3ada', '\u66f6'],
  ['\u3ba3', '\u69e9'],
  ['\u3b35', '\u80f6'],
  ['\u90ce', '\u90de'],
]

/** CJK Radicals Supplement and, in the same order, the ideographs that look the same (Unicode 15, Equivalent_Unified_Ideograph). */
const radicals =
  '⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳'
const ideographs =
  '厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟'

const plainOf = new Map<string, string>([
  ...drawnAlike.flatMap(([plain, others]) => [...others].map((other): [string, string] => [other, plain])),
  ...[...radicals].map((radical, nth): [string, string] => [radical, [...ideographs][nth] ?? radical]),
])

/** The text with each character in the form that stands for all that share its glyph; NFKC besides. */
export function asDrawn(text: string): string {
  return Array.from(text.normalize('NFKC'), (character) => plainOf.get(character) ?? character).join('')
}
