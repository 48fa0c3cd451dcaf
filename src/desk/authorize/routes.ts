/** `/desk/authorize`: where somebody lets a program act for them. The rest of OAuth is in `clients/oauth/`. */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { siteOf } from '../../site'
import type { Client } from '../../site/clients'
import type { DeskEnv } from '../context'
import { goTo } from '../layout'
import { signInTo } from '../paths'
import { decideApplication, showApplication } from './application'
import { decideConsent, showConsent } from './consent'
import { ownAddress } from './page'

/** Only where such programs are answered at all. */
const spoken = (...any: Client[]) =>
  createMiddleware<DeskEnv>(async (c, next) => {
    const { clients } = siteOf(c.env)
    return any.some((client) => clients.includes(client)) ? next() : c.notFound()
  })

/**
 * Whoever is not signed in when they decide comes back to the page, and decides there: what the program asks
 * stands in the address, which is not kept with a form.
 */
export const backToConsent = createMiddleware<DeskEnv>(async (c, next) =>
  c.var.person ? next() : goTo(signInTo(ownAddress(c))),
)

export const authorize = new Hono<DeskEnv>()

authorize.use('/', spoken('micropub', 'mcp'))
authorize.use('/application', spoken('wordpress'))
authorize.get('/', showConsent)
authorize.post('/', decideConsent)
authorize.get('/application', showApplication)
authorize.post('/application', decideApplication)
