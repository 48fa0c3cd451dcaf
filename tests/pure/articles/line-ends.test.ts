import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'
import { withoutTitle } from '../../../src/articles/headline'

const site = { origin: 'https://news.test', embeds: [] }

function render(source: string, format: Format = 'markdown') {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

describe('emphasis beside Chinese', () => {
  test.each([
    ['他说**“你好。”**然后', '他说<strong>“你好。”</strong>然后'],
    ['会议**（试行）**通过', '会议<strong>（试行）</strong>通过'],
    ['这是*《书》*的', '这是<em>《书》</em>的'],
    ['**注意：**开会', '<strong>注意：</strong>开会'],
    ['a**b**c snake_case_x', 'a<strong>b</strong>c snake_case_x'],
    ['太郎は**「こんにちは」**と', '太郎は<strong>「こんにちは」</strong>と'],
    ['이것은**"강조"**입니다', '이것은<strong>"강조"</strong>입니다'],
  ])('%s', (source, shown) => expect(render(source).html).toContain(shown))

  test('with a reading in it', () => {
    expect(render('会**{社|shè}**情').html).toContain('会<strong><ruby>社')
  })
})

describe('a line that ends within a paragraph', () => {
  test.each([
    ['第一行\n第二行', '第一行第二行'],
    ['第一行，\n“第二行”', '第一行，“第二行”'],
    ['“第一行”\n第二行', '“第一行”第二行'],
    ['第一行\n**第二行**\n第三行', '第一行<strong>第二行</strong>第三行'],
    ['[第一行](/a)\n第二行', '<a href="/a">第一行</a>第二行'],
    ['ひらがな\nカタカナ', 'ひらがなカタカナ'],
    ['𠮷野家\n𠮷野家', '𠮷野家𠮷野家'],
    ['ㄅ\nㄆ', 'ㄅㄆ'],
    ['㈱\n会', '㈱会'],
    ['㎡\n好', '㎡好'],
  ])('leaves nothing between two wide characters: %j', (source, shown) => {
    expect(render(source).html).toBe(`<p>${shown}</p>`)
    expect(render(`<p>${render(source).html.slice(3, -4)}</p>`, 'html').html).toBe(
      `<p>${shown}</p>`,
    )
  })

  test.each([
    'first\nsecond',
    '第一行\nsecond',
    'first\n第二行',
    '첫째 줄\n둘째 줄',
    '“a”\n“b”',
    '`码`a\n第',
  ])('leaves a space elsewhere: %j', (source) => expect(render(source).html).toContain('\n'))

  test('leaves nothing in HTML, however it is indented, and stays in what is set as it is', () => {
    expect(render('<p>第一行\n    <b>第二行</b>\n    第三行</p>', 'html').html).toBe(
      '<p>第一行<b>第二行</b>第三行</p>',
    )
    expect(render('<pre>第一行\n第二行</pre>', 'html').html).toBe('<pre>第一行\n第二行</pre>')
    expect(render('第一行  \n第二行').html).toBe('<p>第一行<br>\n第二行</p>')
    expect(render('第一行\n第二行', 'text').html).toBe('<p>第一行<br>第二行</p>')
  })

  test('is no line end beside a reading', () => {
    const ruby = '<ruby>社<rp>(</rp><rt lang="zh-Latn-pinyin">shè</rt><rp>)</rp></ruby>'
    expect(render('{社|shè}\n情\n{社|shè}').html).toBe(`<p>${ruby}情${ruby}</p>`)
  })
})

describe('an excerpt is the text:', () => {
  test.each([
    ['出席: 张三 李四 王五', '出席: 张三 李四 王五'],
    ['## 时间\n\n周六\n\n## 地点\n\n图书馆', '周六 图书馆'],
    ['## 时间', '时间'],
    ['开会。\n\n散会。', '开会。散会。'],
    ['- 身份证\n- 照片', '身份证 照片'],
    ['| 项目 | 费用 |\n|---|---|\n| 办卡 | 免费 |', '项目 费用 办卡 免费'],
    ['第一行\n第二行', '第一行第二行'],
    ['one\ntwo', 'one two'],
    ['하나\n둘', '하나 둘'],
    ['通知\n\n（试行）', '通知（试行）'],
    ['```\n床前明月光\n疑是地上霜\n```', '床前明月光 疑是地上霜'],
    ['蝙\ufeff蝠', '蝙\ufeff蝠'],
    ['正文[^1]。\n\n[^1]: 注文', '正文。'],
  ])('%j', (source, excerpt) => expect(render(source).excerpt).toBe(excerpt))
})

describe('a body that begins with its title', () => {
  const page = (source: string, title: string) => withoutTitle(render(source).html, title)

  test('shows it once', () => {
    expect(page('# 停水通知\n\n今晚停水。', '停水通知')).toBe('<p>今晚停水。</p>')
    expect(page('# R&D <b>x</b>\n\na', 'R&D x')).toBe('<p>a</p>')
    expect(page('## {停|tíng}水\n\na', '停水')).toBe('<p>a</p>')
  })

  test('and nothing else, or with another, shows what it has', () => {
    for (const source of ['# 停水通知', '# 停水\n\n今晚停水。', '停水通知\n\n今晚停水。']) {
      expect(page(source, '停水通知')).toBe(render(source).html)
    }
  })
})
