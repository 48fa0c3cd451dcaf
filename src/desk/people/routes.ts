/** `/desk/people`: who may come to the desk, for holders of `keys:manage`. */
import { Hono } from 'hono'
import { lacksScopes } from '../../editing/door/rights'
import { type DeskEnv, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { COMMON } from '../words'
import { addPerson, endTheirs, invite, removeTheirs, revoke, rotate } from './acts'
import { peoplePage } from './list'
import { personPage } from './person'

export const people = new Hono<DeskEnv>()
const ID = '/:id{[1-9][0-9]{0,14}}'

people.use(async (c, next) => {
  const words = wordsFor(c, COMMON)
  const lacks = lacksScopes(c.var.person.editor, ['keys:manage'])
  return lacks ? sorry(c, 403, words.mayNot, words.mayNotText) : next()
})

people.get('/', (c) => peoplePage(c))
people.post('/', addPerson)
people.get(ID, (c) => personPage(c))
people.post(`${ID}/link`, invite)
people.post(`${ID}/rotate`, rotate)
people.post(`${ID}/revoke`, revoke)
people.post(`${ID}/sessions`, endTheirs)
people.post(`${ID}/passkeys`, removeTheirs)
