import { describe, expect, test } from 'vitest'
import { hintsIn } from '../../../../src/desk/script/tools/hints.ts'

/** A sentence, with what is hinted to between `⟦⟧`, and as it is once all that can be is mended. */
const WRONG: [kind: string, sentence: string, mended: string][] = [
  ['half', '今天⟦,⟧我们开会。', '今天，我们开会。'],
  ['half', '今天⟦, ⟧我们开会。', '今天，我们开会。'],
  ['half', '他说⟦:⟧“好。”', '他说：“好。”'],
  ['half', '他问：“去吗⟦?⟧”', '他问：“去吗？”'],
  ['half', '什么⟦?!⟧你再说一遍。', '什么？！你再说一遍。'],
  ['half', '一是修路⟦;⟧二是架桥。', '一是修路；二是架桥。'],
  ['half', '我们今天开会⟦.⟧', '我们今天开会。'],
  ['half', '我们今天开会⟦. ⟧明天放假。', '我们今天开会。明天放假。'],
  ['half', '《条例》已经公布⟦.⟧', '《条例》已经公布。'],
  ['half', '阿尔伯特⟦.⟧爱因斯坦是物理学家。', '阿尔伯特.爱因斯坦是物理学家。'],
  ['half', '一⟦.⟧总体要求', '一、总体要求'],
  ['half', '太好了⟦!⟧', '太好了！'],
  ['half', '国内生产总值⟦(⟧简称产值⟦)⟧增长。', '国内生产总值（简称产值）增长。'],
  ['half', 'GDP⟦(⟧国内生产总值⟦)⟧增长百分之五。', 'GDP（国内生产总值）增长百分之五。'],
  ['half', '去年（2024⟦)⟧的数字。', '去年（2024）的数字。'],
  ['half', '第一行⟦,⟧\n第二行⟦,⟧', '第一行，\n第二行，'],
  ['half', '他读完了《红楼梦》⟦,⟧又读一遍。', '他读完了《红楼梦》，又读一遍。'],
  ['pair', '他读完了⟦《⟧红楼梦，又读一遍。', '他读完了《红楼梦，又读一遍。'],
  ['pair', '他读完了红楼梦⟦》⟧，又读一遍。', '他读完了红楼梦》，又读一遍。'],
  ['pair', '他说：⟦“⟧今天开会。', '他说：“今天开会。'],
  ['pair', '他说：“今天开会。⟦“⟧', '他说：“今天开会。”'],
  ['pair', '所谓⟦”⟧高端”并不高。', '所谓“高端”并不高。'],
  ['pair', '会议⟦（⟧试行通过了办法。', '会议（试行通过了办法。'],
  ['pair', '会议试行⟦）⟧通过了办法。', '会议试行）通过了办法。'],
  ['pair', '⟦【⟧本报讯今天开会。', '【本报讯今天开会。'],
  ['pair', '他說⟦「⟧今天開會。', '他說「今天開會。'],
  ['pair', '他说‘今天开会。⟦‘⟧', '他说‘今天开会。’'],
  ['nested', '他写了《读⟦《⟧红楼梦⟦》⟧》一文。', '他写了《读〈红楼梦〉》一文。'],
  ['nested', '他说：“她说⟦“⟧好⟦”⟧就走了。”', '他说：“她说‘好’就走了。”'],
  ['nested', '他說：「她說⟦「⟧好⟦」⟧就走了。」', '他說：「她說『好』就走了。」'],
  ['doubled', '今天开会⟦。。⟧明天放假。', '今天开会。明天放假。'],
  ['doubled', '苹果⟦、、⟧梨和桃。', '苹果、梨和桃。'],
  ['doubled', '今天⟦，，，⟧我们开会。', '今天，我们开会。'],
  ['doubled', '今天开会⟦，。⟧明天放假。', '今天开会，。明天放假。'],
  ['ellipsis', '他想了想⟦...⟧没有说话。', '他想了想……没有说话。'],
  ['ellipsis', '他想了想⟦......⟧', '他想了想……'],
  ['ellipsis', '他想了想⟦。。。⟧没有说话。', '他想了想……没有说话。'],
  ['ellipsis', '他想了想⟦…⟧没有说话。', '他想了想……没有说话。'],
  ['ellipsis', '他想了想⟦………⟧没有说话。', '他想了想……没有说话。'],
  ['dash', '他终于来了⟦--⟧带着行李。', '他终于来了——带着行李。'],
  ['dash', '他终于来了⟦ -- ⟧带着行李。', '他终于来了——带着行李。'],
  ['dash', '他终于来了⟦－－⟧带着行李。', '他终于来了——带着行李。'],
  ['space', '会议说，今天⟦ ⟧会下雨。', '会议说，今天会下雨。'],
  ['space', '他来了⟦ ⟧，又走了。', '他来了，又走了。'],
  ['space', '他用的是 Windows⟦ ⟧，不是别的。', '他用的是 Windows，不是别的。'],
  ['wide', '⟦２０２６⟧年的计划', '2026年的计划'],
  ['wide', '购买⟦Ａ⟧股的人', '购买A股的人'],
]

const RIGHT = [
  '今天，我们开会。',
  'Hello, world. How are you?',
  '他说 Hello, world 就走了。',
  '全年增长 1,140.5 万人。',
  '比分是 3:2。',
  '上午8:30开会。',
  '第1,2,3条适用。',
  '请看 https://example.com/a,b?c=d;e 这个网址。',
  '请看https://example.com/，那里有说明。',
  '写信到 a.b@example.com。',
  '打开 readme.html 文件。',
  '详见 www.example.com/路径。',
  '版本 2.0.1 已经发布。',
  '1.总体要求',
  '一、总体要求',
  '（一）总体要求',
  '1）技术；2）人才。',
  '分为1）技术、2）人才两项。',
  'a)技术',
  '世界卫生组织(WHO)表示。',
  '函数 f(x) 的值。',
  '他说：“她说‘好’就走了。”',
  '他说：“我读了《红楼梦》。”',
  '他写了《读〈红楼梦〉》一文。',
  '他說：「她說『好』就走了。」',
  '《红楼梦》《西游记》都是名著。',
  '“苹果”“梨”“桃”都是水果。',
  '真的吗？！',
  '太好了！！！',
  '他想了想……没有说话。',
  '他想了想…………',
  '他终于来了——带着行李。',
  '北京—上海的列车。',
  '2020--2021年度报告',
  '本报讯 昨日，会议召开。',
  '（记者 张三）会议召开。',
  '新华社北京1月1日电（记者 张三、丁 一）会议召开。',
  '会议召开。记者 张三',
  '出席的有丁 一、王小二、李四。',
  '第三条 本法所称公民，是指中国公民。',
  '依据本法，第三条 所称的公民是指中国公民。',
  '春风又绿江南岸 明月何时照我还',
  '他说：　好。',
  'It’s Wang’s book, 他说。',
  '那是’90s的歌。',
  '阿尔伯特·爱因斯坦是物理学家。',
  '文件（试行）（2024）已经公布。',
  '约占三分之一(33%)。',
  '用 C++、Python 等语言写成。',
  '买 iPhone 的人说：OK。',
  '',
  '2,3;4',
]

const marked = (sentence: string) => sentence.replaceAll(/[⟦⟧]/g, '')

function show(text: string): string {
  return hintsIn(text).reduceRight(
    (shown, { from, to }) => `${shown.slice(0, from)}⟦${shown.slice(from, to)}⟧${shown.slice(to)}`,
    text,
  )
}

function mend(text: string): string {
  return hintsIn(text).reduceRight(
    (done, { from, to, fix }) => (fix === null ? done : done.slice(0, from) + fix + done.slice(to)),
    text,
  )
}

describe('punctuation that is wrong', () => {
  test.each(WRONG)('is hinted to, %s: %s', (kind, sentence, mended) => {
    const text = marked(sentence)
    expect(show(text)).toBe(sentence)
    expect(new Set(hintsIn(text).map((hint) => hint.kind))).toEqual(new Set([kind]))
    expect(mend(text)).toBe(mended)
  })

  test('leaves nothing to mend once it is mended', () => {
    for (const [, , mended] of WRONG) {
      expect(hintsIn(mended).filter(({ fix }) => fix !== null)).toEqual([])
    }
  })
})

test.each(RIGHT)('nothing is hinted to in %s', (sentence) => {
  expect(show(sentence)).toBe(sentence)
})

test('a title may part its halves by a space', () => {
  const title = '风雨无阻，向前进 上海发布新规'
  expect(hintsIn(title, true)).toEqual([])
  expect(hintsIn(title, false)).toHaveLength(1)
})

test('no two hints are about the same character', () => {
  for (const [, sentence] of WRONG) {
    let end = 0
    for (const { from, to } of hintsIn(marked(sentence))) {
      expect(from).toBeGreaterThanOrEqual(end)
      expect(to).toBeGreaterThan(from)
      end = to
    }
  }
})
