/** A process of its own that moves an old site of so many articles, to be killed: NEWSROOM FOLDER COUNT BYTES. */

import { stayLean } from '../../../scripts/move/lean.ts'
import { doMove } from '../../../scripts/move/run.ts'
import { sourceOptions, toMove } from '../../../scripts/move/settings.ts'
import type { Found } from '../../../scripts/move/source.ts'
import { KEY } from '../commands/host.ts'
import { NOW, piece, site } from './newsroom.ts'

const [url = '', folder = '', count = '0', bytes = '20'] = process.argv.slice(2)
const text = '今晚停水，请提前储水。'.repeat(Math.ceil(Number(bytes) / 33))

async function* read(): AsyncGenerator<Found> {
  for (let i = 1; i <= Number(count); i++) {
    const body = `<p>${i} ${text}</p><p><a href="https://old.example.com/${i}">x</a></p>`
    const notes = [`the shortcode "s${i}" was dropped`]
    yield { kind: 'piece', piece: piece(String(i), { body, notes }) }
    yield { kind: 'dropped', what: 'comment', name: `comment ${i}`, why: 'there are none here' }
  }
}

stayLean()
const said = sourceOptions({ section: 'news' }, folder)
const move = toMove({ section: 'news' }, said, site([], { read }), NOW)
const began = Date.now()
await doMove(move, { url, key: KEY, retries: 3 }, 100)
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(`${count} articles in ${Date.now() - began} ms, ${megabytes} MB at most`)
