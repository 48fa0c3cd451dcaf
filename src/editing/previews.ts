/** `/api/articles/{id}/previews`: links for those who should see an article before its readers. */
import { Hono } from 'hono'
import { makePreview } from '../articles/writing/preview'
import { paths, siteOf } from '../site'
import { secondsNow, toUtc } from '../time'
import type { AnswerOf } from './contract/answers'
import { previewInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { ID, withArticle } from './saving/http'

export const previews = new Hono<EditingEnv>()
const LIST = `${ID}/previews`

previews.post(
  LIST,
  requireScopes('articles:write'),
  requireType('application/json'),
  limitSize,
  readJson,
  (c) =>
    withArticle(c, async ({ id, revision }) => {
      const result = validate(previewInput, c.var.json)
      if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
      const { expiresIn } = result.value
      const preview = { articleId: id, revision, keyId: c.var.editor.keyId, expiresIn }
      const { token, expiresAt } = await makePreview(c.var.db, preview, secondsNow())
      const url = siteOf(c.env).origin + paths.preview(token)
      const made: AnswerOf<'Preview'> = { url, expiresAt: toUtc(expiresAt) }
      return answer(made, 201)
    }),
)

previews.all(LIST, (c) => methodNotAllowed(c, 'POST'))
