/** What the page of readings says. */
import type { Words } from '../context'

export const WORDS = {
  zh: {
    intro:
      '字典注错或没有的地名、人名等，在这里记下本站的读音。写文章时加拼音，先用这里的读音，较长的词优先；已经发布的文章不会改变。',
    word: '词',
    wordHint: '最多 20 个字，至少有一个汉字，不能有空格。',
    pinyin: '拼音',
    pinyinHint: '每个汉字一个音节，音节之间空一格，如“mǐn háng qū”。ü 也可以写成 v。',
    pinyinOf: (word: string) => `${word} 的拼音`,
    add: '添加读音',
    make: '添加',
    saveOf: (word: string) => `保存 ${word} 的拼音`,
    remove: '删除',
    removeOf: (word: string) => `删除 ${word}`,
    starts: '词的开头',
    find: '查找',
    all: '看全部',
    next: '下一页',
    set: (word: string, pinyin: string) => `已记下：${word}，${pinyin}。`,
    removed: (word: string, pinyin: string) => `已删除：${word}，${pinyin}。`,
    putBack: '恢复',
    gone: (word: string) => `“${word}”已经没有记录了。`,
    none: '还没有记过读音。',
    noneFound: '没有这样开头的词。',
  },
  en: {
    intro:
      'How the newsroom reads names, places and other words that dictionaries have wrong, or not at all. When pinyin is added to a text, these come first, the longest word before others. Published articles stay as they are.',
    word: 'Word',
    wordHint: '20 characters at most, one of them Han at least, and no spaces.',
    pinyin: 'Pinyin',
    pinyinHint:
      'A syllable to each Han character, with a space between, like “mǐn háng qū”. You may type v for ü.',
    pinyinOf: (word: string) => `Pinyin of ${word}`,
    add: 'Add a reading',
    make: 'Add',
    saveOf: (word: string) => `Save the pinyin of ${word}`,
    remove: 'Remove',
    removeOf: (word: string) => `Remove ${word}`,
    starts: 'Beginning of the word',
    find: 'Find',
    all: 'Show all',
    next: 'Next',
    set: (word: string, pinyin: string) => `Kept: ${word}, ${pinyin}.`,
    removed: (word: string, pinyin: string) => `Removed: ${word}, ${pinyin}.`,
    putBack: 'Put it back',
    gone: (word: string) => `There is no reading of “${word}” any more.`,
    none: 'There are no readings yet.',
    noneFound: 'No word begins like this.',
  },
} satisfies Words<Record<string, unknown>>
