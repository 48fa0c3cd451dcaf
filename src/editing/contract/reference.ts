/** `/api/openapi.json`, and `/api/docs`: the same for people, in HTML. Neither needs a key. */
import { html, raw } from 'hono/html'
import { hashSource } from '../../articles/digest'
import { cachePolicy } from '../../delivery/policy'
import { paths, siteOf } from '../../site'
import type { EditingContext } from '../door/context'
import { toCurl } from './curl'
import { type DescribedOperation, type OpenApi, openapi } from './openapi'
import type { JsonSchema } from './schemas'

/** Both change only with the Worker. */
const policyFor = (c: EditingContext) =>
  new URL(c.req.url).search ? cachePolicy.elsewhere : cachePolicy.page

export const document = (c: EditingContext) =>
  Response.json(openapi(siteOf(c.env)), { headers: { ...policyFor(c) } })

export async function reference(c: EditingContext): Promise<Response> {
  return new Response(String(page(openapi(siteOf(c.env)))), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src ${await hashSource(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'X-Robots-Tag': 'noindex',
      ...policyFor(c),
    },
  })
}

type Html = ReturnType<typeof html>

function page(api: OpenApi): Html {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const ofTag = (tag: string) => operations.filter(({ operation }) => operation.tags.includes(tag))
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of ${api.info.title}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>API of ${api.info.title}</h1>
<p>${prose(api.info.description)} For programs: <a href="${paths.openapi}">OpenAPI 3.1</a>.
Every request that needs a key carries <code>Authorization: Bearer KEY</code>; the examples take it from <code>$KEY</code>.</p>
<nav aria-label="Operations">${api.tags.map(
    ({ name }) =>
      html`<h2>${name}</h2><ul>${ofTag(name).map(
        ({ path, method, operation }) =>
          html`<li><a href="#${operation.operationId}"><b>${method.toUpperCase()}</b> ${path}</a> ${operation.summary}</li>`,
      )}</ul>`,
  )}</nav>
${api.tags.map(
  ({ name, description }) => html`<h2>${name}</h2><p>${prose(description)}</p>
${ofTag(name).map(({ path, method, operation }) => section(api, path, method, operation))}`,
)}
<h2>What goes in and out</h2>
${Object.entries(api.components.schemas).map(
  ([name, schema]) => html`<section id="${name}"><h3>${name}</h3>${fields(schema)}</section>`,
)}
</main>
</body>
</html>`
}

function section(api: OpenApi, path: string, method: string, operation: DescribedOperation): Html {
  const parameters = operation.parameters.map((parameter) =>
    '$ref' in parameter ? api.components.parameters[nameIn(parameter.$ref)] : parameter,
  )
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  return html`<section id="${operation.operationId}">
<h3><b>${method.toUpperCase()}</b> ${path}</h3>
<p>${operation.summary}. ${prose(operation.description)}</p>
${
  parameters.length > 0
    ? html`<table><caption>Parameters</caption>${parameters.map(
        (parameter) =>
          parameter &&
          html`<tr><th scope="row">${parameter.name}</th><td>${parameter.in}</td><td>${typeOf(parameter.schema)}</td><td>${prose(parameter.description ?? '')}</td></tr>`,
      )}</table>`
    : ''
}
${body ? html`<p>Body: ${typeOf(body.schema)} as <code>${type}</code></p>` : ''}
<pre><code>${toCurl(api, path, method)}</code></pre>
<table><caption>Answers</caption>${Object.entries(operation.responses).map(
    ([status, { description, content }]) =>
      html`<tr><th scope="row">${status}</th><td>${prose(description)}</td><td>${Object.values(content).map((media) => typeOf(media.schema))}</td></tr>`,
  )}</table>
</section>`
}

const nameIn = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

/** A schema in a few words, with links to those that have a name. */
function typeOf(schema: JsonSchema): Html | string {
  const { $ref, anyOf, items, type, format, minLength, maxLength, minimum, maximum } = schema
  if ($ref) return html`<a href="#${nameIn($ref)}">${nameIn($ref)}</a>`
  if (anyOf) return html`${anyOf.map((one, i) => html`${i ? ' or ' : ''}${typeOf(one)}`)}`
  if (schema.enum) return schema.enum.join(', ')
  if ('const' in schema) return String(schema.const)
  if (items) return html`list of ${typeOf(items)}`
  if (schema.properties) return fields(schema)
  const least = minLength ?? minimum
  const most = maxLength ?? (maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum)
  const unit = type === 'string' ? ' characters' : ''
  const range = most === undefined ? '' : ` (${least}–${most}${unit})`
  return `${format ?? type ?? 'anything'}${range}`
}

const fields = (schema: JsonSchema): Html | string =>
  schema.properties
    ? html`<table>${Object.entries(schema.properties).map(
        ([name, field]) =>
          html`<tr><th scope="row">${name}${schema.required?.includes(name) ? '' : '?'}</th><td>${typeOf(field)}</td><td>${prose(field.description ?? '')}</td></tr>`,
      )}</table>`
    : html`<p>${typeOf(schema)}</p>`

/** A text in which backticks enclose code. */
const prose = (text: string): Html[] =>
  text.split('`').map((part, i) => (i % 2 ? html`<code>${part}</code>` : html`${part}`))

const style = `
:root { color-scheme: light dark; --quiet: #66625b; --rule: #dedad1; --accent: #9e2b25; --block: #f4f2ed; }
@media (prefers-color-scheme: dark) { :root { --quiet: #a29d93; --rule: #37342f; --accent: #f0958c; --block: #1f1e1b; } }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: auto; padding: 1.5rem 1.25rem 4rem; }
h2 { margin: 2.5rem 0 .5rem; border-bottom: 3px double var(--rule); }
nav h2 { margin: 1rem 0 0; border: 0; font-size: 1rem; }
nav ul { margin: 0; padding: 0; list-style: none; }
h3 { margin: 2rem 0 .25rem; font-family: ui-monospace, monospace; font-size: 1.05rem; font-weight: 400; }
h3 b, nav b { color: var(--accent); font-weight: 600; }
table { width: 100%; margin: .75rem 0; border-collapse: collapse; font-size: .9rem; }
td table { margin: 0; }
caption { text-align: left; color: var(--quiet); }
th, td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
pre { padding: .75rem 1rem; overflow-x: auto; background: var(--block); }
code { font-family: ui-monospace, monospace; font-size: .9em; }
`
