import { test } from 'vitest'
import { openNewsroom } from '../../support/newsroom'
import { answer, ask, call, messageIn, textOf } from './client'

test('look', async () => {
  const newsroom = await openNewsroom({ CLIENTS: 'mcp' })
  const init = await ask(newsroom, 'old', 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } })
  console.log(init.status, [...init.headers], await init.text())
  for (const era of ['old', 'new'] as const) {
    const r = await ask(newsroom, era, 'tools/list')
    console.log(r.status, [...r.headers])
    const m = await messageIn(r)
    console.log(JSON.stringify(m).length, era === 'new' ? JSON.stringify(m, null, 1) : '')
    for (let i = 0; i < 3; i++) { const t = performance.now(); await (await ask(newsroom, era, 'tools/list')).text(); console.log('ms', performance.now() - t) }
    const d = await answer(newsroom, 'create_draft', { title: '渡船停航' + era, section: 'news', body: '今天{停|tíng}航。' }, { era })
    console.log(d)
    console.log(textOf(await call(newsroom, 'get_article', { id: d.id }, { era })))
    console.log(textOf(await call(newsroom, 'create_draft', { title: '', section: 'news', __proto__x: 1 }, { era })))
    console.log(textOf(await call(newsroom, 'create_draft', { title: 'x', body: 'y', section: 'nope' }, { era })))
    console.log(textOf(await call(newsroom, 'search_articles', { query: '停航' }, { era })))
    console.log(textOf(await call(newsroom, 'list_articles', {}, { era })))
    console.log(textOf(await call(newsroom, 'publish_article', { id: d.id, revision: '1' }, { era })))
    console.log(textOf(await call(newsroom, 'update_article', { id: d.id, revision: '2', title: 'Other' }, { era })))
  }
  const d = await ask(newsroom, 'new', 'server/discover')
  console.log(d.status, await d.text())
  console.log(await (await newsroom.call('GET', '/api/audit')).text())
})
