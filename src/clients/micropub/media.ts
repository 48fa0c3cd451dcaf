/** The media endpoint (Micropub, 3.6): a file becomes a picture of the newsroom, and an address. */
import type { ClientContext } from '../context'
import { done } from './answers'
import { sendFile } from './pictures'
import { isForm } from './reading'
import { invalid, refuse, refused } from './refusals'
import { enterByForm } from './token'

export async function media(c: ClientContext): Promise<Response> {
  if (!isForm(c)) return refuse(415, 'invalid_request', 'Content-Type must be multipart/form-data')
  const entered = await enterByForm(c)
  if (entered instanceof Response) return entered
  const { caller, values } = entered
  const [file, ...more] = values.get('file') ?? []
  if (!(file instanceof File) || more.length > 0) {
    return invalid('file is required: one file, in multipart/form-data')
  }
  const answer = await sendFile(caller, file, null)
  if (!answer.isOk) return refused(answer)
  const { url, notes = [] } = answer.body
  if (url === null) return invalid('The picture is being removed; send it again in ten minutes')
  const others = [...values.keys()].filter((name) => name !== 'file')
  const left = others.length > 0 ? [`Left out: ${others.slice(0, 20).join(', ')}`] : []
  return done(201, { url, notes: [...notes, ...left] })
}
