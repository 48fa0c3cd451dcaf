/** Titles, names and summaries that feeds have been seen to lose or to change. */

const TEXTS = [
  'R&D <b>',
  '&amp; &lt;i&gt; &#8217; &copy &nbsp;',
  '&amp;amp;',
  'a ]]> b <![CDATA[c]]> d',
  '</title></item><item><title>x</title>',
  '<script>alert(1)</script>',
  '<!-- c --> -->',
  '1 < 2 > 0 && "q" \'s\' `t`',
  'AT&T; Q&A &#x41;&#65; &#0; &unknown;',
  '%41 \\u0041 $& $1 $` {{x}} {y}',
  '𠮷野家与👨‍👩‍👧 🇨🇳 1️⃣',
  'خبر عاجل \u200f(2026): \u200e"a & b"',
  '\u2067שלום\u2069 <bdo dir="rtl">',
  'two  spaces\u00a0and\u3000more',
  'e\u0301 ﬁ Å ㎡ ①',
  '<?xml version="1.0"?>',
  '政&府<&>',
]

export interface Hostile {
  title: string
  author: string
  summary: string
}

/** Each text as title, author and summary; what cannot be typed is a control character. */
export const hostile: (Hostile & Record<string, unknown>)[] = TEXTS.map((text, i) => ({
  title: text.normalize('NFC'),
  author: text.normalize('NFC'),
  summary: text.normalize('NFC'),
  section: 'news',
  format: 'html',
  language: /[\u0590-\u06ff]/.test(text) ? 'ar' : null,
  publishedAt: new Date(Date.UTC(2024, 0, 31 - i)).toISOString(),
  body: `<p>]]&gt; &amp;amp; ${i} <a href="/?a=1&amp;b=2">a</a> <a href="#x">b</a></p>`,
}))
