import { describe, expect, test } from 'vitest'
import { withParagraphs } from '../../../../scripts/move/wordpress/paragraphs.ts'

describe('text of the classic editor', () => {
  test.each([
    ['a\n\nb', '<p>a</p>\n<p>b</p>'],
    ['a\nb', '<p>a<br>\nb</p>'],
    ['a\n \t\n\nb', '<p>a</p>\n<p>b</p>'],
    ['a<br>\nb', '<p>a<br>\nb</p>'],
    ['a<br /><br />b', '<p>a</p>\n<p>b</p>'],
    ['<p>a</p>\n\n<p>b</p>', '<p>a</p>\n<p>b</p>'],
    ['<p>a\nb</p>', '<p>a<br>\nb</p>'],
    ['<p>a\n\nb', '<p>a</p>\n<p>b'],
    ['<p>a\n<p>b', '<p>a</p>\n<p>b'],
    ['<h2>a</h2>\nb', '<h2>a</h2>\n<p>b</p>'],
    ['a\n<hr />\nb', '<p>a</p>\n<hr />\n<p>b</p>'],
    ['<div>a</div>', '<div>a</div>'],
    ['<div>a\n\nb</div>', '<div><p>a</p>\n<p>b</p>\n</div>'],
    ['<ul>\n<li>a\nb</li>\n</ul>', '<ul><li>a<br>\nb</li>\n</ul>'],
    ['<blockquote>a\n\nb</blockquote>', '<blockquote><p>a</p>\n<p>b</p>\n</blockquote>'],
    ['<img\n src="a.jpg"\n alt="b\n\nc">', '<p><img\n src="a.jpg"\n alt="b\n\nc"></p>'],
    ['<a title="1 > 0">a</a>', '<p><a title="1 > 0">a</a></p>'],
    ['<pre>a\n\n<b>b</b></pre>', '<pre>a\n\n<b>b</b></pre>'],
    ['<script>a\n\nb</script>', '<script>a\n\nb</script>'],
    ['x <code>a\nb</code> y', '<p>x <code>a\nb</code> y</p>'],
    ['1 < 2\n\n<3', '<p>1 < 2</p>\n<p><3</p>'],
    ['<pre>a', '<pre>a'],
    ['<a title="b>c', '<p><a title="b>c</p>'],
    ['', ''],
    ['\n\n \n', ''],
  ])('%j becomes %j', (source, html) => {
    expect(withParagraphs(source)).toBe(html)
  })

  test('takes time that grows with its length, however little of it is ended', () => {
    const start = performance.now()
    for (const part of ['<pre>', '<a title="', '<', '<div>', '</p>', '<br>', '\n']) {
      withParagraphs(part.repeat(50_000))
      withParagraphs(`${part.repeat(50_000)}>`)
    }
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
