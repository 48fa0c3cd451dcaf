/** A move, done or tried: reads the source, and writes its report and the list of old addresses. */
import { Fault } from '../command.ts'
import { explain, importFile } from '../import-file.ts'
import { ImportRun } from '../import-run.ts'
import { openPrivate } from '../private.ts'
import type { Newsroom } from '../request.ts'
import { type Finishing, finished } from './finished.ts'
import {
  type Kept,
  type MoveFolder,
  putInPlace,
  putLines,
  type Writing,
  writeWhole,
} from './folder.ts'
import { openKnownPictures } from './known-pictures.ts'
import { relinking } from './links.ts'
import { mend } from './mend.ts'
import { HEADER, listResults, pathOf, rowsOf, rowsOfRules } from './old-addresses.ts'
import { countingPictures, sendingPictures } from './pictures.ts'
import type { Places } from './places.ts'
import { type Choices, planned } from './planned.ts'
import { outcome, type Report, toMarkdown } from './report.ts'
import { bringRules } from './rules.ts'
import { type SectionChoice, type Sections, sections } from './sections.ts'
import { existingSections, makeSections } from './send-sections.ts'
import type { Source } from './source.ts'
import { kindOf, type Tally, tally } from './tally.ts'

export interface Move {
  /** What the person calls the source. */
  name: string
  source: Source
  folder: MoveFolder
  choices: Choices
  sections: SectionChoice
  places: Places
}

/** Says what a move would do. Sends nothing; asks for the sections there are, unless `newsroom` is a reason why not. */
export async function tryMove(move: Move, newsroom: Newsroom | string): Promise<Report> {
  const told = tally()
  const placed = sections(move.sections)
  await writeWhole([move.folder.addresses], async (list) => {
    const { write } = list as Writing
    await write(HEADER)
    const finishing = { ...finishingOf(move, told), bring: countingPictures(told) }
    for await (const { planned: one } of finished(linesOf(move, placed, told), finishing)) {
      await write(rowsOf(one.addresses, pathOf(one.slug)))
    }
    await write(rowsOfRules(move.source.rules))
  })
  await putInPlace(move.folder.addresses)
  const asked = await asking(newsroom)
  return reported(move, { isDry: true, told, sections: placed.used(), ...asked })
}

async function asking(newsroom: Newsroom | string) {
  if (typeof newsroom === 'string') return { existing: null, notAsked: newsroom }
  try {
    return { existing: await existingSections(newsroom), notAsked: '' }
  } catch (fault) {
    if (fault instanceof Fault) return { existing: null, notAsked: fault.message }
    throw fault
  }
}

/** Does a move; after a break, the same again goes on. Throws a Fault before anything is sent, or when it breaks off. */
export async function doMove(move: Move, newsroom: Newsroom, size: number): Promise<Report> {
  const { folder, choices } = move
  const { rules } = move.source
  const foreseen = tally()
  console.log(`Looking through ${move.name}`)
  const placed = sections(move.sections)
  for await (const _ of linesOf(move, placed, foreseen)) {
  }
  const without = foreseen.withoutSection.total()
  if (without > 0) {
    throw new Fault(
      `${without} articles have no section: say one for them with --section SLUG. Nothing was sent.`,
      'usage',
    )
  }
  const existing = await existingSections(newsroom)
  await makeSections(newsroom, placed.used(), existing)
  const rulesBrought = await bringRules(newsroom, rules)
  const told = tally()
  const known = await openKnownPictures(
    folder.pictures,
    newsroom.url,
    Math.floor(choices.now / 1000),
  )
  const bring = sendingPictures(newsroom, known, told)
  await writeLines(move, sections(move.sections), { ...finishingOf(move, told), bring })
  await putLines(folder, newsroom.url)
  letGo(move)
  const made = outcome()
  const run = await ImportRun.open(folder.lines, folder.lines, newsroom.url, 'utf-8', true)
  const { created, same } = await importFile(newsroom, run, size, { mend, onResult: () => {} })
  await listResults(folder, rules, (result, { title }) => {
    if (result.status >= 400) made.refused.add('', `line ${result.line}: ${title}`, explain(result))
    for (const note of result.notes ?? []) made.noted.add(kindOf(note), title, note)
  })
  Object.assign(made, { created, same })
  const seen = { existing, notAsked: '', sections: placed.used() }
  return reported(move, { isDry: false, told, ...seen, rulesBrought, outcome: made })
}

/** Of what it took to read the source: sending takes memory of its own. */
function letGo(move: Move) {
  const read = () => {
    throw new Error(`${move.name} has been read`)
  }
  move.source = { ...move.source, read }
}

const linesOf = ({ source, choices }: Move, placed: Sections, told: Tally) =>
  planned(source, choices, placed, told)

const finishingOf = ({ places }: Move, told: Tally): Omit<Finishing, 'bring'> => ({
  places,
  told,
  relink: relinking(places.hosts),
})

/** How often it is said how far it is, in articles. */
const SAID_EVERY = 1_000

async function writeLines(move: Move, placed: Sections, finishing: Finishing): Promise<void> {
  const { lines, pieces } = move.folder
  let count = 0
  await writeWhole([lines, pieces], async (lineFile, pieceFile) => {
    for await (const { planned: one, line } of finished(
      linesOf(move, placed, finishing.told),
      finishing,
    )) {
      const kept: Kept = { title: one.title, addresses: one.addresses }
      await (lineFile as Writing).write(`${JSON.stringify(line)}\n`)
      await (pieceFile as Writing).write(`${JSON.stringify(kept)}\n`)
      count++
      if (count % SAID_EVERY === 0) console.log(`${count} articles read, with their pictures`)
    }
  })
}

type Particulars = Pick<Report, 'isDry' | 'told' | 'sections' | 'existing' | 'notAsked'> &
  Partial<Pick<Report, 'rulesBrought' | 'outcome'>>

async function reported(move: Move, particulars: Particulars): Promise<Report> {
  const { name, source, places, folder } = move
  const whole: Report = {
    ...{ name, software: source.software, site: places.site, rules: source.rules },
    ...{ rulesBrought: null, outcome: null },
    ...particulars,
  }
  const file = await openPrivate(folder.report)
  await file.writeFile(toMarkdown(whole))
  await file.close()
  return whole
}
