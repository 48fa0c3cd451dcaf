/** What Cloudflare's deploy button goes by: package.json, wrangler.toml and .dev.vars.example. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const { scripts, cloudflare } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>
  cloudflare: { bindings: Record<string, { description: string }> }
}
const config = unstable_readConfig({ config: 'wrangler.toml' })

test('each setting and store that the button shows says what it is for, in both languages', () => {
  const stores = [config.d1_databases, config.kv_namespaces, config.r2_buckets].flat()
  const shown = [
    ...Object.keys(config.vars),
    ...stores.map(({ binding }) => binding),
    config.images?.binding,
  ]
  expect(Object.keys(cloudflare.bindings).sort()).toEqual(shown.sort())
  for (const [name, { description }] of Object.entries(cloudflare.bindings)) {
    expect(description, name).toMatch(/^[A-Z].*[.…] · .*\p{Script=Han}/u)
  }
})

test('it asks for no secret: none is needed to open', () => {
  const lines = readFileSync('.dev.vars.example', 'utf8').split('\n')
  expect(lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))).toEqual([])
  expect(config.secrets?.required ?? []).toEqual([])
})

test('it deploys by the script that migrates', () => {
  expect(scripts.deploy).toBe('node scripts/deploy.ts')
  expect(scripts.build).toBeUndefined()
})
