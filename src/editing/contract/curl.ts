import type { OpenApi } from './openapi'

/** Quoted for a POSIX shell, whatever the text holds. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** An operation's example as a curl command that takes the key from `$KEY`. */
export function toCurl(api: OpenApi, path: string, method: string): string {
  const operation = api.paths[path]?.[method]
  if (!operation) throw new Error(`no operation ${method} ${path}`)
  const named = operation.parameters.flatMap((parameter) => {
    if (!('$ref' in parameter)) return []
    return api.components.parameters[parameter.$ref.slice('#/components/parameters/'.length)] ?? []
  })
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(named.find((parameter) => parameter.name === name)?.example),
  )
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const headers = named
    .filter((parameter) => parameter.in === 'header')
    .map(({ name, example }) => `-H ${quoted(`${name}: ${example}`)}`)
  const parts = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${api.servers[0]?.url}${address}`,
    ...(operation.security.length > 0 ? ['-H "Authorization: Bearer $KEY"'] : []),
    ...headers,
    ...(body
      ? [`-H 'Content-Type: ${type}'`, `-d ${quoted(JSON.stringify(body.example, null, 2))}`]
      : []),
  ]
  return parts.join(' \\\n  ')
}
