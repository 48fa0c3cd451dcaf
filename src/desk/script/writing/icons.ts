/** The toolbar's pictures: paths in a square of 24, drawn in strokes. Our own. */
export const ICONS = {
  undo: 'M8 5L3.5 9.5 8 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-4',
  redo: 'M16 5l4.5 4.5L16 14M20 9.5H10a5.5 5.5 0 0 0 0 11h4',
  strong: 'M7 4.5h6a3.75 3.75 0 0 1 0 7.5H7zM7 12h7a3.75 3.75 0 0 1 0 7.5H7zM8 4.5v15',
  em: 'M10 4.5h8M6 19.5h8M14 4.5l-4 15',
  strike:
    'M4 12h16M17 7.5C16.5 5.5 14.5 4.5 12 4.5c-3 0-5 1.4-5 3.7 0 1.5 1 2.6 2.5 3.3M7 16.5c.5 2 2.5 3 5 3 3 0 5-1.4 5-3.7 0-.6-.2-1.2-.5-1.7',
  code: 'M8.5 7L3.5 12l5 5M15.5 7l5 5-5 5',
  quotation: 'M9.5 6C6 7 4.5 9.5 4.5 13v4.5h5V13H7M19.5 6C16 7 14.5 9.5 14.5 13v4.5h5V13H17',
  bullets: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  numbers:
    'M10 6h10M10 12h10M10 18h10M4 4.5L5.5 4v4.5M4 8.5h3M4 15.5c0-1.5 3-1.5 3 0 0 1-3 2.5-3 3.5h3',
  rule: 'M4 12h16',
  footnote: 'M4 8h8M8 8v11M16 5.5l2-1v6M16 10.5h4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M9.5 5v14M14.5 5v14',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9h.01',
  pinyin: 'M5 20h14M12 10v10M6 14h12M7 6c1-1.5 2.5-1.5 3.5-.5s2.5 1 3.5 0',
  find: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12M15 15l5 5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  shortcuts: 'M3 7h18v10H3zM6.5 10.5h.01M10 10.5h.01M14 10.5h.01M17.5 10.5h.01M8 14h8',
  weixin: 'M9 5h10v12H9zM5 9v11h10',
  codeBlock: 'M4 5h16v14H4zM10 9.5L7.5 12l2.5 2.5M14 9.5l2.5 2.5-2.5 2.5',
  source: 'M8.5 7L3.5 12l5 5M15.5 7l5 5-5 5M13.5 5l-3 14',
} as const
