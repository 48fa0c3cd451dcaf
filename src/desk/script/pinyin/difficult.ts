/** Characters that many readers cannot read. */
import { COMMON_CHARACTERS } from './common-characters'

/** Read by everybody, and in no table of characters: 二〇二六, 人々. */
const BESIDE = '〇々'

const common = new Set(COMMON_CHARACTERS + BESIDE)

/** Whether a Han character, perhaps with marks of its own, is none of those that are learnt at school. */
export const isDifficult = (character: string): boolean => !common.has([...character][0] ?? '')
