/** `/pictures/…`: the files of pictures, as readers get them. */
import { Hono } from 'hono'
import { EXTENSIONS } from '../articles/picture'
import { serveFile } from '../delivery/files'
import { cachePolicy } from '../delivery/policy'

export const pictures = new Hono<{ Bindings: Env }>()

const KINDS = Object.values(EXTENSIONS).join('|')

/** For what is no picture: D1 is not asked, and so there is no page. At any moment it may be one. */
const missing = () =>
  new Response('There is no such picture.\n', {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...cachePolicy.private },
  })

pictures.get(
  `/pictures/:hash{[0-9a-f]{64}}/:file{(?:[1-9][0-9]{0,4}|card)\\.(?:${KINDS})}`,
  async (c) => {
    const { PICTURES } = c.env
    const { hash, file } = c.req.param()
    return (PICTURES && (await serveFile(c, PICTURES, hash, file))) ?? missing()
  },
)

pictures.get('/pictures/*', missing)
