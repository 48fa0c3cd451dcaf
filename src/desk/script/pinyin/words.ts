/** What the panel of pinyin says. */
import { inLanguage } from '../language'

const zh = {
  title: '加拼音',
  intro: '点句子可看原文。已有的拼音不会改动，除非另选读音。',
  none: {
    selection: '选中的文字里没有汉字。请先选中要注音的文字。',
    difficult: '没有难字：都在《通用规范汉字表》的 3,500 个一级字里。',
    all: '文章里没有汉字。',
  },
  noReadings: '没能取得本站记下的读音，下面只是字典的读音。',
  take: (word: string) => `给“${word}”注音`,
  readingOf: (character: string, word: string) => `“${word}”中“${character}”的读音`,
  typedOf: (character: string, word: string) => `自己写“${word}”中“${character}”的读音`,
  present: (pinyin: string) => `${pinyin}（已有）`,
  own: (pinyin: string) => `${pinyin}（本站）`,
  unread: '不注',
  other: '自己写…',
  fault: '这不像拼音，例如 háng。',
  remember: '记住这个读音',
  rememberWord: '词',
  rememberPinyin: '拼音',
  counted: (words: number) => `${words} 处`,
  more: (count: number) => `再列出 ${count} 处`,
  takeAll: '全选',
  takeNone: '全不选',
  apply: '注音',
  close: '关闭',
  remembered: (words: string) => `已记住：${words}。`,
  notRemembered: (word: string, reasons: string) => `没有记住“${word}”：${reasons}`,
  offline: '连不上编辑台，请稍后再试。',
}

const en: typeof zh = {
  title: 'Add pinyin',
  intro:
    'Press a sentence to see it in the text. Pinyin that is there stays, unless you choose another.',
  none: {
    selection: 'Nothing selected is Han. Select what is to have pinyin first.',
    difficult:
      'There are no difficult characters: all are among the 3,500 of the first level of the Table of General Standard Chinese Characters.',
    all: 'The text has no Han characters.',
  },
  noReadings: 'The newsroom’s own readings could not be had: these are the dictionary’s alone.',
  take: (word: string) => `Pinyin for “${word}”`,
  readingOf: (character: string, word: string) => `Reading of “${character}” in “${word}”`,
  typedOf: (character: string, word: string) => `Your reading of “${character}” in “${word}”`,
  present: (pinyin: string) => `${pinyin} (is there)`,
  own: (pinyin: string) => `${pinyin} (the newsroom’s)`,
  unread: 'none',
  other: 'another…',
  fault: 'This does not look like pinyin: háng does.',
  remember: 'Remember this reading',
  rememberWord: 'Word',
  rememberPinyin: 'Pinyin',
  counted: (words: number) => `${words} ${words === 1 ? 'place' : 'places'}`,
  more: (count: number) => `Show ${count} more`,
  takeAll: 'Take all',
  takeNone: 'Take none',
  apply: 'Apply',
  close: 'Close',
  remembered: (words: string) => `Remembered: ${words}.`,
  notRemembered: (word: string, reasons: string) => `“${word}” was not remembered: ${reasons}`,
  offline: 'The desk cannot be reached. Try again in a while.',
}

export const WORDS = inLanguage({ zh, en })
