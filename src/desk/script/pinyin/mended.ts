/**
 * Words that pinyin-pro 3.29 reads wrong, and that have one reading wherever they stand. A newsroom's own readings
 * come before these.
 */
import { ownOf } from './own'

const PLACES = {
  台州: 'tāi zhōu',
  乐亭: 'lào tíng',
  乐清: 'yuè qīng',
  喀什: 'kā shí',
  大埔: 'dà bù',
  宕昌: 'tàn chāng',
  尉犁: 'yù lí',
  歙县: 'shè xiàn',
  洪洞: 'hóng tóng',
  浒墅关: 'xǔ shù guān',
  浚县: 'xùn xiàn',
  涡阳: 'guō yáng',
  莘庄: 'xīn zhuāng',
  蔚县: 'yù xiàn',
  六合区: 'lù hé qū',
  闵行: 'mǐn háng',
}

const WORDS = {
  处长: 'chù zhǎng',
  盛饭: 'chéng fàn',
  系鞋带: 'jì xié dài',
  系好鞋带: 'jì hǎo xié dài',
  系领带: 'jì lǐng dài',
  系红领巾: 'jì hóng lǐng jīn',
  系围裙: 'jì wéi qún',
  系安全带: 'jì ān quán dài',
  系好安全带: 'jì hǎo ān quán dài',
  载体: 'zài tǐ',
  相片: 'xiàng piàn',
  呜咽: 'wū yè',
  怎么着: 'zěn me zhe',
  果实累累: 'guǒ shí léi léi',
}

export const MENDED = ownOf([...Object.entries(PLACES), ...Object.entries(WORDS)])

/** 慢慢地, 高高兴兴地: there it is de, and not the ground. */
export const ADVERBS = /(\p{Script=Han})\1地/gu
