/**
 * Radicals as characters of their own (U+2E80–2EFF, U+31C0–31EF), which text copied from a PDF has in
 * place of Han characters: 长 as ⻓. NFKC maps those of U+2F00–2FDF itself, and of these only two.
 */

/**
 * Equivalent_Unified_Ideograph (Unicode 15, EquivalentUnifiedIdeograph.txt; Unicode License v3) of what
 * NFKC leaves as it is: each character of the first line becomes the one below it.
 */
const RADICALS =
  '⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲㇆㇏㇐㇑㇒㇓㇔㇕㇖㇗㇘㇙㇚㇛㇜㇝㇞㇟㇠㇡'
const UNIFIED =
  '厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀𠃌乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎'

const unified = [...UNIFIED]
const EQUIVALENTS = new Map([...RADICALS].map((radical, i) => [radical, unified[i] as string]))

const RADICAL = /[\u2e80-\u2eff\u31c0-\u31ef]/
const EACH = /[\u2e80-\u2eff\u31c0-\u31ef]/g

/** The text with the Han character in place of each such radical that has one. */
export const withoutRadicals = (text: string) =>
  RADICAL.test(text) ? text.replace(EACH, (radical) => EQUIVALENTS.get(radical) ?? radical) : text
