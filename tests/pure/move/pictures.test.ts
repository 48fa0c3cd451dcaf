import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { summary } from '../../../scripts/move/summary.ts'
import { hashOf } from '../commands/host.ts'
import { moves, Newsroom, piece, site, tries } from './newsroom.ts'

let to: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  to = await new Newsroom().open()
})

afterEach(() => {
  vi.restoreAllMocks()
  to.close()
})

const at = (name: string) => join(to.folder, name)

function put(name: string, bytes = name) {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), bytes)
}

const shows = (...addresses: string[]) =>
  piece('1', { body: addresses.map((one) => `<p><img src="${one}"></p>`).join('\n') })
const shown = () =>
  [...String(to.line('1')?.body).matchAll(/src="([^"]*)"/g)].map(([, address]) => address)
const hash = (text: string) => `picture:${hashOf(text)}`
const OLD = 'https://old.example.com'

describe('from a folder', () => {
  const bring = (...addresses: string[]) =>
    moves(to, site([shows(...addresses)]), { pictures: at('pictures') })

  test.each([
    [`${OLD}/wp-content/uploads/2019/05/a.jpg`, 'pictures/wp-content/uploads/2019/05/a.jpg'],
    [`${OLD}/wp-content/uploads/2019/05/a.jpg`, 'pictures/2019/05/a.jpg'],
    ['//old.example.com/uploads/a.jpg?w=300', 'pictures/uploads/a.jpg'],
    ['/wp-content/uploads/a-300x200.jpg', 'pictures/uploads/a.jpg'],
    ['/wp-content/uploads/a-300x200.jpg', 'pictures/uploads/a-scaled.jpg'],
    ['/wp-content/uploads/a-scaled.jpg', 'pictures/uploads/a.jpg'],
    ['/wp-content/uploads/%E6%B8%A1%E8%88%B9.jpg', 'pictures/渡船.jpg'],
    ['images/a.jpg', 'pictures/images/a.jpg'],
  ])('%s is found at %s', async (address, file) => {
    put(file)
    await bring(address)
    expect(shown()).toEqual([hash(file)])
  })

  test('the exact file counts before the one that it was made of', async () => {
    put('pictures/uploads/a-300x200.jpg')
    put('pictures/uploads/a.jpg')
    await bring('/uploads/a-300x200.jpg')
    expect(shown()).toEqual([hash('pictures/uploads/a-300x200.jpg')])
  })

  test('nothing outside of it is ever sent: by a path that leads up, or by a link', async () => {
    put('secret.jpg')
    put('pictures/a.jpg')
    symlinkSync(at('secret.jpg'), at('pictures/link.jpg'))
    const odd = ['../secret.jpg', '/../secret.jpg', '/x/%2e%2e/%2e%2e/secret.jpg', '/link.jpg']
    const report = await bring(...odd)
    expect(shown()).toEqual(odd)
    expect(to.host.pictures).toEqual([])
    expect(report.told.faults.total()).toBe(4)
  })

  test('what is not there, or refused, keeps its address and is named with why', async () => {
    put('pictures/bad.jpg', 'bad')
    put('pictures/good.jpg')
    await bring('/none.jpg', '/bad.jpg', '/good.jpg')
    expect(shown()).toEqual(['/none.jpg', '/bad.jpg', hash('pictures/good.jpg')])
    expect(to.file('report.md')).toMatch(/it is not in the folder of pictures:\n {2}- \/none.jpg/)
    expect(to.file('report.md')).toMatch(/picture is damaged:\n {2}- \/bad.jpg/)
  })

  test('each is sent once, however many articles show it, and in a later run not at all', async () => {
    put('pictures/a.jpg')
    const pieces = Array.from({ length: 40 }, (_, i) =>
      piece(`${i}`, { body: `<img src="/a.jpg"><img src="${OLD}/a.jpg">` }),
    )
    await moves(to, site(pieces), { pictures: at('pictures') })
    await moves(to, site(pieces), { pictures: at('pictures') })
    expect(to.host.pictures).toEqual(['a.jpg'])
  })

  test('one that has changed since is sent anew', async () => {
    put('pictures/a.jpg')
    await bring('/a.jpg')
    put('pictures/a.jpg', 'another')
    utimesSync(at('pictures/a.jpg'), 1, 1)
    await bring('/a.jpg')
    expect(shown()).toEqual([hash('another')])
  })

  test('after a break in the middle, what was sent is not sent again', async () => {
    for (const i of Array(12).keys()) put(`pictures/${i}.jpg`)
    const addresses = Array.from({ length: 12 }, (_, i) => `/${i}.jpg`)
    const failure = (response: { destroy(): void }) => response.destroy()
    to.host.failures = [...Array(8).fill(undefined), { failure }] as never
    await expect(bring(...addresses)).rejects.toMatchObject({ exit: 3 })
    // Half a line is what a machine leaves that lost its power.
    const notes = join(to.folder, 'old.move', 'pictures.ndjson')
    writeFileSync(notes, readFileSync(notes, 'utf8').slice(0, -5))
    await bring(...addresses)
    // Four were under way, eight were there.
    expect(to.host.pictures.length).toBeLessThanOrEqual(12 + 4)
    expect(shown()).toEqual(addresses.map((one) => hash(`pictures${one}`)))
  })
})

test('beside the file of an article they are found without being told', async () => {
  put('old/posts/2019/渡船.png')
  put('old/source/images/b.png')
  put('outside.png')
  const file = at('old/posts/2019/a.md')
  const body = '![a](渡船.png)\n![b](/images/b.png)\n![c](../../../outside.png)\n'
  await moves(to, site([piece('1', { format: 'markdown', body, file })]))
  expect(to.line('1')?.body).toBe(
    `![a](${hash('old/posts/2019/渡船.png')})\n![b](${hash('old/source/images/b.png')})\n![c](../../../outside.png)\n`,
  )
})

describe('from the old site', () => {
  const bring = (...addresses: string[]) =>
    moves(to, site([shows(...addresses)]), { 'fetch-pictures': true })
  const asked = () =>
    to.writes.filter(({ path }) => path === '/api/pictures').map(({ body }) => JSON.parse(body).url)

  test('the newsroom fetches what is there, and nothing from elsewhere', async () => {
    const others = [
      'https://other.example.com/b.jpg',
      'ftp://old.example.com/c.jpg',
      'data:image/gif;base64,R0',
    ]
    await bring('/a.jpg', 'b.jpg', `http://old.example.com/d.jpg`, ...others)
    expect(asked().sort()).toEqual([
      'http://old.example.com/d.jpg',
      'https://old.example.com/2019/05/post-1/b.jpg',
      'https://old.example.com/a.jpg',
    ])
    expect(shown().slice(3)).toEqual(others)
    expect(
      shown()
        .slice(0, 3)
        .every((one) => one?.startsWith('picture:')),
    ).toBe(true)
  })

  test('of a folder of texts only those are fetched that are not in it', async () => {
    put('old/posts/a.png')
    const file = at('old/posts/a.md')
    const body = '![a](a.png) ![b](/b.png)'
    await moves(to, site([piece('1', { format: 'markdown', body, file })]), {
      'fetch-pictures': true,
    })
    expect(asked()).toEqual([`${OLD}/b.png`])
    expect(to.line('1')?.body).toContain(hash('old/posts/a.png'))
  })

  test('a source that does not say where the site was needs --site', async () => {
    const nowhere = site([shows('/a.jpg')], { site: null })
    const message = expect.stringContaining('--site')
    expect(() => moves(to, nowhere, { 'fetch-pictures': true })).toThrow(
      expect.objectContaining({ message }),
    )
    await moves(to, nowhere, { 'fetch-pictures': true, site: OLD })
    expect(asked()).toEqual([`${OLD}/a.jpg`])
  })
})

test('they stay at their addresses when nobody says where they are, which is counted', async () => {
  const report = await moves(to, site([shows(`${OLD}/a.jpg`, '/b.jpg', `${OLD}/a.jpg`)]))
  expect(shown()).toEqual([`${OLD}/a.jpg`, '/b.jpg', `${OLD}/a.jpg`])
  expect(summary(report)).toContain('pictures: 2 stay at their addresses')
})

test('a dry run says where each would come from, and sends none', async () => {
  put('pictures/a.jpg')
  const report = await tries(to, site([shows('/a.jpg', '/b.jpg')]), { pictures: at('pictures') })
  expect(summary(report)).toContain('pictures: 1 from the folder, 1 missing')
  expect(to.file('report.md')).toContain('/b.jpg')
  expect(to.writes).toEqual([])
})

describe('the picture at the head', () => {
  const lead = { picture: '/a.jpg', alt: ' 渡船\n靠岸 ', caption: '长'.repeat(400) }

  test('is named by its hash, with what it shows', async () => {
    put('pictures/a.jpg')
    await moves(to, site([piece('1', { lead })]), { pictures: at('pictures') })
    const caption = `${'长'.repeat(299)}…`
    const picture = hashOf('pictures/a.jpg')
    expect(to.line('1')?.lead).toEqual({ picture, alt: '渡船 靠岸', caption })
  })

  test('is left out where it cannot be had, which is noted', async () => {
    mkdirSync(at('pictures'))
    await moves(to, site([piece('1', { lead })]), { pictures: at('pictures') })
    expect(to.line('1')).not.toHaveProperty('lead')
    expect(to.file('report.md')).toContain('the picture at its head was left out')
  })
})

test('a newsroom that takes no pictures is said so once, and the articles come', async () => {
  to.host.takesPictures = false
  for (const name of ['a', 'b', 'c']) put(`pictures/${name}.jpg`)
  const report = await moves(to, site([shows('/a.jpg', '/b.jpg', '/c.jpg')]), {
    pictures: at('pictures'),
  })
  expect(shown()).toEqual(['/a.jpg', '/b.jpg', '/c.jpg'])
  expect(to.file('report.md').match(/takes no pictures/g)).toHaveLength(1)
  expect(report.told.faults.total()).toBe(0)
})

test('code and links that mention a picture stay as they are', async () => {
  put('pictures/a.jpg')
  const body = '![a](/a.jpg)\n\n`![a](/a.jpg)`\n\n[a](/a.jpg)\n'
  await moves(to, site([piece('1', { format: 'markdown', body })]), { pictures: at('pictures') })
  expect(to.line('1')?.body).toBe(
    `![a](${hash('pictures/a.jpg')})\n\n\`![a](/a.jpg)\`\n\n[a](/a.jpg)\n`,
  )
})

test('markup that is nested too deep to be read stays as it is, which is noted', async () => {
  const body = `${'<b>'.repeat(60_000)}<img src="/a.jpg">`
  await moves(to, site([piece('1', { body }), piece('2')]))
  expect(to.line('1')?.body).toBe(body)
  expect(to.file('report.md')).toContain('nested too deep')
  expect(to.articles.size).toBe(2)
})
