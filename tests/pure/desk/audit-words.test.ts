import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EVENTS } from '../../../src/delivery/hooks/webhook'
import { WORDS } from '../../../src/desk/audit/words'

const ACTION =
  /'((?:article|revision|preview|section|picture|key|desk|session|passkey|front|webhook|address-rules)\.[a-z-]+)'/g

/** What webhooks are told is no action. */
const TOLD: string[] = [...EVENTS, 'webhook.test']

test('every action that is written down has words at the desk, in both languages', () => {
  const files = globSync('{src,scripts}/**/*.ts').filter((file) => !file.includes('desk/audit/'))
  const actions = new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(ACTION)].flatMap(([, action = '']) =>
        TOLD.includes(action) ? [] : [action],
      ),
    ),
  )
  expect(actions.size).toBeGreaterThan(15)
  for (const words of [WORDS.zh, WORDS.en]) {
    expect([...actions].filter((action) => !Object.hasOwn(words.actions, action))).toEqual([])
  }
})
