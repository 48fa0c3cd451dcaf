/** What the design decides: colours, type, spacing. `style.ts` uses these and decides none. */
/** Paper, ink and what lies between, by day and by night. */
export const DAY = { paper: '#fcfbf8', ink: '#1c1b19', quiet: '#625e57', rule: '#ddd8ce' }
const NIGHT = { paper: '#171614', ink: '#e6e2da', quiet: '#a8a298', rule: '#3a3732' }

export const TYPE = {
  text: "system-ui, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  head: "Georgia, 'Songti SC', 'STSong', 'SimSun', 'Noto Serif CJK SC', serif",
  /** Han characters to a line. */
  measure: 'calc(38 * var(--size))',
  /** Body text: a little larger on larger screens. */
  size: 'clamp(1.0625rem, 1rem + .25vw, 1.1875rem)',
  /** Roomy enough for pinyin, which must not push lines apart. */
  leading: '2',
}

/** Pictures by day, and by night, when they would glare; and the shapes they are cut to in lists. */
const PICTURES = {
  day: { shade: 'none' },
  night: { shade: 'brightness(.88)' },
  shapes: { wide: '16/9', small: '4/3' },
}

const SPACE = { near: '.5rem', step: '1rem', far: '2.5rem' }

/** Normal text needs a contrast of 4.5 with what it stands on (WCAG 2.2, 1.4.3); by night, more is calmer. */
const CONTRAST = { day: 4.5, night: 5.5 }

/** The custom properties, for light and dark. */
export function tokens({ accent }: { accent: string }): string {
  const day = {
    ...DAY,
    accent: readable(accent, DAY.paper, '#000000', CONTRAST.day),
    ...PICTURES.day,
  }
  const night = {
    ...NIGHT,
    accent: readable(accent, NIGHT.paper, '#ffffff', CONTRAST.night),
    ...PICTURES.night,
  }
  const always = { ...TYPE, ...SPACE, ...PICTURES.shapes }
  return `:root{color-scheme:light dark;${properties({ ...day, ...always })}}
@media(prefers-color-scheme:dark){:root{${properties(night)}}}`
}

const properties = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** The colour as it is, or mixed with as little of `towards` as it takes to be read on `paper`. */
export function readable(colour: string, paper: string, towards: string, least = 4.5): string {
  for (let percent = 0; percent < 100; percent += 2) {
    const mixed = mix(colour, towards, percent / 100)
    if (contrast(mixed, paper) >= least) return mixed
  }
  return towards
}

const channels = (colour: string) =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))

function mix(colour: string, other: string, share: number): string {
  const others = channels(other)
  const mixed = channels(colour).map((value, i) =>
    Math.round(value + ((others[i] ?? 0) - value) * share),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** From 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
