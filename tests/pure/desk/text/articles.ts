/** Markdown as people write it: news, posts moved from other places, handbooks, notes; the same for each seed. */

type Random = () => number

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const HAN =
  '江边社区昨天上午开会，讨论了老码头的修缮方案；居民代表提出三点意见（详见附件）。“先修堤岸，”他说，“再谈栈道。”渡船停了两年，票价从 2 元涨到 3 元——不少人改坐公交。'
const LATIN =
  'The ferry stopped in May; nobody had asked the people who used it (about 1,200 a day). "We will see," said Mr. Lin. Version 2.0 of snake_case_name costs $5 * 3 = $15, see e.g. C++ or AT&T.'

class Writer {
  private readonly random: Random
  private labels: string[] = []
  private references: string[] = []

  constructor(seed: number) {
    this.random = randomOf(seed)
  }

  private below = (n: number) => Math.floor(this.random() * n)
  private one = <T>(of: readonly T[]): T => of[this.below(of.length)] as T
  private maybe = (chance: number) => this.random() < chance

  article(): string {
    const isHan = this.maybe(0.7)
    const blocks: string[] = []
    if (this.maybe(0.15)) blocks.push('---', 'title: 标题', '---')
    if (this.maybe(0.4)) blocks.push(this.heading(isHan))
    const count = 3 + this.below(10)
    for (let i = 0; i < count; i++) blocks.push(this.block(isHan))
    for (const label of this.labels) blocks.push(`[^${label}]: ${this.sentence(isHan)}`)
    if (this.references.length > 0) blocks.push(this.references.join('\n'))
    return `${blocks.join('\n\n')}\n`
  }

  private block(isHan: boolean): string {
    const kind = this.below(24)
    if (kind < 11) return this.paragraph(isHan)
    if (kind < 13) return this.heading(isHan)
    if (kind < 16) return this.list(isHan, 0)
    if (kind === 16) return this.quote(isHan)
    if (kind === 17) return this.code()
    if (kind === 18) return this.table(isHan)
    if (kind === 19) return this.one(['---', '***', '* * *', '<!-- more -->', '<!--more-->'])
    if (kind === 20) return this.picture(isHan)
    if (kind === 21) return this.verse(isHan)
    if (kind === 22) return this.html(isHan)
    return this.maybe(0.5)
      ? `${this.one(['\u3000\u3000', '&emsp;&emsp;'])}${this.sentence(isHan)}`
      : this.indented()
  }

  private words(isHan: boolean, most: number): string {
    const from = isHan ? [...HAN] : LATIN.split(' ')
    const start = this.below(from.length - 3)
    const words = from.slice(start, start + 2 + this.below(most))
    const text = words.join(isHan ? '' : ' ').replace(/^[，。；、）”—\s]+|\s+$/g, '')
    return text === '' ? (isHan ? '渡口' : 'ferry') : text
  }

  private sentence(isHan: boolean): string {
    const parts: string[] = [this.words(isHan, 20)]
    while (this.maybe(0.5)) parts.push(this.marked(isHan), this.words(isHan, 20))
    if (this.maybe(0.2)) parts.unshift(this.marked(isHan))
    return parts.join(isHan ? this.one(['', '', ' ']) : ' ')
  }

  private marked(isHan: boolean): string {
    const words = this.words(isHan, 6)
    const kind = this.below(26)
    if (kind < 5) return `**${words}**`
    if (kind < 7) return isHan ? `*${words}*` : `_${words}_`
    if (kind === 7) return `__${words}__`
    if (kind === 8) return `~~${words}~~`
    if (kind === 9) return `***${words}***`
    if (kind < 13) return `[${words}](https://example.test/${this.below(99)})`
    if (kind === 13)
      return `[${words}](https://example.test/a_(b) "${this.words(isHan, 5).replaceAll('"', '')}")`
    if (kind === 14) return `[**${words}**](/articles/${this.below(99)})`
    if (kind === 15) return `**[${words}](/articles/${this.below(99)})**`
    if (kind === 16) return this.one(['`npm run dev`', '``a`b``', '`{社|shè}`', '`<br>`'])
    if (kind === 17) return this.one(['{社|shè}区', '{码头|mǎ tóu}', '**{渡|dù}口**'])
    if (kind === 18)
      return this.one(['<https://example.test/>', 'https://example.test/a_b', 'me@example.test'])
    if (kind === 19) return this.note()
    if (kind === 20) return this.reference(words)
    if (kind === 21)
      return this.one([
        '<sup>2</sup>',
        '<kbd>Ctrl</kbd>',
        '<br>',
        '<u>下划线</u>',
        '<mark>标记</mark>',
      ])
    if (kind === 22) return this.one(['&nbsp;', '&copy;', '&mdash;', '\\*', '\\_', '1\\. '])
    if (kind === 23) return `<span style="color:red">${words}</span>`
    if (kind === 24) return `<b>${words}</b>`
    return `![${words}](https://example.test/${this.below(9)}.png)`
  }

  private note(): string {
    const label = String(this.labels.length + 1)
    this.labels.push(label)
    return `[^${label}]`
  }

  private reference(words: string): string {
    const name = `r${this.references.length}`
    this.references.push(`[${name}]: https://example.test/${name}${this.maybe(0.3) ? ' "题"' : ''}`)
    return `[${words}][${name}]`
  }

  private paragraph(isHan: boolean): string {
    const lines = [this.sentence(isHan)]
    while (this.maybe(0.25)) lines.push(this.sentence(isHan))
    return lines.join(this.one(['\n', '\n', '  \n', '\\\n', '<br>\n', '<br/>']))
  }

  private heading(isHan: boolean): string {
    const text = this.maybe(0.8) ? this.words(isHan, 10) : this.marked(isHan)
    const kind = this.below(8)
    if (kind === 0) return `${text}\n===`
    if (kind === 1) return `${text}\n-----`
    return `${'#'.repeat(1 + this.below(4))} ${text}${kind === 2 ? ' ##' : ''}`
  }

  private list(isHan: boolean, depth: number): string {
    const isLoose = this.maybe(0.25)
    const sign = this.one(['-', '*', '+', '1.', '1)'])
    const indent = ' '.repeat(/\d/.test(sign) ? this.one([3, 4]) : this.one([2, 2, 4]))
    const items: string[] = []
    const count = 1 + this.below(4)
    for (let i = 0; i < count; i++) {
      const number = sign.replace('1', String(this.maybe(0.2) ? 1 : i + 1))
      const gap = indent.length === 4 && sign.length === 1 ? '   ' : ' '
      const lines = [
        this.maybe(0.1)
          ? `**${this.words(isHan, 4)}**：${this.sentence(isHan)}`
          : this.sentence(isHan),
      ]
      if (depth < 2 && this.maybe(0.25))
        lines.push(
          ...this.list(isHan, depth + 1)
            .split('\n')
            .map((line) => line && indent + line),
        )
      if (isLoose && this.maybe(0.3)) lines.push('', indent + this.sentence(isHan))
      items.push(`${number}${gap}${lines.join('\n')}`)
    }
    return items.join(isLoose ? '\n\n' : '\n')
  }

  private quote(isHan: boolean): string {
    const inner = this.maybe(0.3) ? this.list(isHan, 1) : this.paragraph(isHan)
    const lines = [...inner.split('\n'), ...(this.maybe(0.3) ? ['', this.sentence(isHan)] : [])]
    return lines
      .map((line, i) => (i > 0 && line !== '' && this.maybe(0.1) ? line : `> ${line}`))
      .join('\n')
  }

  private code(): string {
    const lines = ['const a = 1', '', '  if (a < 2) { return `x` }', '# 注释', '- 甲', '<b>'].slice(
      0,
      1 + this.below(6),
    )
    const fence = this.one(['```', '```', '~~~', '````'])
    return [`${fence}${this.one(['', 'js', 'bash', 'ts title="a.ts"'])}`, ...lines, fence].join(
      '\n',
    )
  }

  private indented = () => '    code here\n    and here'

  private table(isHan: boolean): string {
    const width = 1 + this.below(4)
    const isFramed = width === 1 || this.maybe(0.7)
    const cell = () =>
      this.one([
        this.words(isHan, 5),
        this.marked(isHan).replaceAll('\n', ' '),
        '',
        'a \\| b',
        '1<br>2',
      ]).replace(/(?<!\\)\|(?![a-zà-ǿ ]+\})/g, '\\|')
    const row = (cells: string[]) => (isFramed ? `| ${cells.join(' | ')} |` : cells.join(' | '))
    const fill = <T>(make: () => T) => Array.from({ length: width }, make)
    const head = row(fill(() => this.words(isHan, 4)))
    const rules = row(fill(() => this.one(['---', ':--', ':-:', '--:', '-'])))
    const rows = Array.from({ length: 1 + this.below(4) }, () =>
      row(fill(cell).map((text, i) => (i === 0 && !isFramed ? text || '甲' : text))),
    )
    return [head, rules, ...rows].join('\n')
  }

  private picture(isHan: boolean): string {
    const alt = this.words(isHan, 6)
    const hash = 'abcdef0123456789'.repeat(4)
    return this.one([
      `![${alt}](https://example.test/a.jpg)`,
      `![${alt}](picture:${hash} "${this.words(isHan, 6).replaceAll('"', '')}")`,
      `![](picture:${hash})`,
      `[![${alt}](https://example.test/a.jpg)](https://example.test/)`,
      `![${alt}](https://example.test/a.jpg)\n*${this.words(isHan, 6)}*`,
    ])
  }

  private verse = (isHan: boolean) =>
    [1, 2, 3].map(() => this.words(isHan, 8)).join(this.one(['  \n', '\\\n']))

  private html(isHan: boolean): string {
    return this.one([
      `<div align="center">\n\n${this.sentence(isHan)}\n\n</div>`,
      `<p align="center">${this.words(isHan, 6)}</p>`,
      '<img src="https://example.test/a.png" alt="图" width="300">',
      `<details>\n<summary>${this.words(isHan, 5)}</summary>\n\n${this.sentence(isHan)}\n\n</details>`,
      `<figure><img src="https://example.test/a.png" alt=""><figcaption>图</figcaption></figure>`,
      '<center>居中</center>',
    ])
  }
}

/** An article, always the same for a number. */
export const articleOf = (number: number): string => new Writer(number).article()
