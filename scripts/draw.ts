/** npm run draw: draws the pictures of the sample articles, samples/pictures/*.jpg, anew. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { command, Fault } from './command.ts'
import { root } from './d1.ts'
import { SCENES } from './draw/scenes.ts'
import { BLEED, HEIGHT, Sheet, WIDTH } from './draw/sheet.ts'

const HELP = `Usage: npm run draw [-- NAME...]
Draws the pictures of the sample articles anew, samples/pictures/NAME.jpg: all, or those named.
They come out the same each time; type is set in the fonts of this computer.`

await command(HELP, {}, [0, Number.POSITIVE_INFINITY], async (_, names) => {
  const unknown = names.find((name) => !(name in SCENES))
  if (unknown) throw new Fault(`There is no picture "${unknown}".\n\n${HELP}`, 'usage')
  const folder = join(root, 'samples/pictures')
  mkdirSync(folder, { recursive: true })
  for (const name of names.length > 0 ? names : Object.keys(SCENES)) {
    const { size } = await draw(name, join(folder, `${name}.jpg`))
    console.log(`samples/pictures/${name}.jpg: ${Math.round(size / 1000)} kB`)
  }
})

/** Draws one picture. Chance begins with its name, so that none changes when another does. */
function draw(name: string, file: string) {
  const sheet = new Sheet([...name].reduce((seed, letter) => seed * 31 + letter.charCodeAt(0), 7))
  SCENES[name]?.(sheet)
  return sharp(Buffer.from(sheet.toSvg()))
    .extract({ left: BLEED, top: BLEED, width: WIDTH, height: HEIGHT })
    .flatten()
    .toColourspace('srgb')
    .jpeg({ quality: 82, mozjpeg: true })
    .toFile(file)
}
