/**
 * npm run card: draws public/card.png, the picture social networks show of the site, from the name,
 * description and colour in wrangler.toml. CHROMIUM says where the browser is, unless it is in the
 * usual place.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { html } from 'hono/html'
import { chromium } from 'playwright-core'
import { unstable_readConfig } from 'wrangler'
import { readable } from '../src/reading/tokens.ts'
import { command } from './command.ts'
import { root } from './d1.ts'

/** In pixels: what social networks ask for. */
const SIZE = { width: 1200, height: 630 }

const HELP = `Usage: npm run card
Draws public/card.png anew, which social networks show, from the SITE_ lines of wrangler.toml.
CHROMIUM names the browser that draws it, unless it is in its usual place.`

await command(HELP, {}, [0, 0], draw)

async function draw() {
  const { vars } = unstable_readConfig({ config: join(root, 'wrangler.toml') })
  const { SITE_NAME, SITE_DESCRIPTION, SITE_LANGUAGE, SITE_ACCENT } = vars as Record<string, string>
  const accent = readable(SITE_ACCENT || '#9e2b25', '#fcfbf8', '#000000')

  const page = html`<!doctype html><html lang="${SITE_LANGUAGE}"><meta charset="utf-8"><style>
  body { margin: 0; height: 100vh; display: grid; align-content: center; justify-items: center;
    text-align: center; background: #fcfbf8; color: #1c1b19; box-shadow: inset 0 0 0 20px ${accent};
    font-family: Georgia, Songti SC, SimSun, Noto Serif CJK SC, serif; }
  h1 { margin: 0; padding: 0 5rem; font-size: 128px; line-height: 1.2; text-wrap: balance; }
  h1:lang(zh) { letter-spacing: .14em; text-indent: .14em; }
  hr { width: 660px; margin: 40px 0; border: 0; border-top: 8px double #1c1b19; }
  p { max-width: 900px; margin: 0; font-size: 40px; line-height: 1.5; color: #625e57; text-wrap: balance; }
  </style><h1>${SITE_NAME}</h1><hr><p>${SITE_DESCRIPTION}</p></html>`

  const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome']
  const executablePath = PLACES.find((path) => path && existsSync(path))
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : { channel: 'chrome' }),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const tab = await browser.newPage({ viewport: SIZE, colorScheme: 'light' })
  await tab.setContent(String(page))
  const png = await tab.screenshot()
  await browser.close()
  writeFileSync(join(root, 'public/card.png'), titled(png, SITE_NAME ?? ''))
  console.log('public/card.png is drawn. Look at it, and deploy.')
}

/** The PNG with a title in an iTXt chunk, by which `npm run deploy` knows whose card it is. */
function titled(png: Buffer, title: string): Buffer {
  const typed = Buffer.from(`iTXtTitle\0\0\0\0\0${title}`)
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const chunk = Buffer.concat([number(typed.length - 4), typed, number(crc32(typed))])
  const end = png.length - 12
  return Buffer.concat([png.subarray(0, end), chunk, png.subarray(end)])
}
