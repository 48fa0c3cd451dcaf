/** Setting the rules of old addresses, all of them at once. */
import { newEdition, type Owed, owe, touch } from '../../delivery/editions'
import { pageNames } from '../../site'
import {
  type AddressRule,
  homeKeys,
  type KeptRules,
  selectRulesAndEditor,
  toRules,
} from '../address-rules'
import { writeAudit } from './audit'
import { storeOnce } from './once'
import { giveUpIf, unlessGivenUp } from './rows'
import type { By } from './sections'

/** What became of rules that were put, and how they stand; `stale` when they are not those that were seen. */
export interface RulesPut {
  outcome: 'set' | 'same' | 'stale'
  kept: KeptRules
  owed: Owed | null
}

/** What the trail says that was set. */
export const subjectOf = (rules: AddressRule[]) => String(rules.length)

/**
 * Replaces the rules there are, unless these may not be (`mayReplace`, given their version). What is as it was put
 * already is the same, whatever version was seen. What the edge keeps of addresses with nothing there is purged:
 * something may be there now. The home page tells by which keys its address is an old one, so `site` gets a new
 * edition when those change, and not otherwise. `lost` when somebody was faster: nothing was stored. Throws like
 * `storeOnce`.
 */
export async function putRules(
  db: D1Database,
  rules: AddressRule[],
  by: By,
  mayReplace: (version: number) => boolean = () => true,
): Promise<RulesPut | 'lost'> {
  const present = selectRulesAndEditor(db)
  const before = toRules(await present.run())
  const text = JSON.stringify(rules)
  if (text === JSON.stringify(before.rules)) return { outcome: 'same', kept: before, owed: null }
  if (!mayReplace(before.version)) return { outcome: 'stale', kept: before, owed: null }

  const edition = newEdition()
  const isHomeChanged = homeKeys(rules).join('&') !== homeKeys(before.rules).join('&')
  const pages = [pageNames.addressRules, ...(isHomeChanged ? [pageNames.site] : [])]
  const statements = [
    giveUpIf(
      db,
      'coalesce((SELECT version FROM address_rules WHERE id = 1), 1) <> ?1',
      before.version,
    ),
    db
      .prepare(
        `INSERT INTO address_rules (id, version, rules, key_id, updated_at) VALUES (1, 2, ?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET version = version + 1, rules = excluded.rules,
           key_id = excluded.key_id, updated_at = excluded.updated_at`,
      )
      .bind(text, by.keyId, by.at),
    owe(db, edition),
    touch(db, edition, 'SELECT value AS page FROM json_each(?2)', JSON.stringify(pages)),
    writeAudit(db, edition, {
      ...by,
      action: 'address-rules.set',
      subject: subjectOf(rules),
      revision: null,
    }),
    present,
  ]
  const wanted = { at: statements.length - 1, again: present }
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements, wanted }))
  if (stored === 'lost') return 'lost'
  return { outcome: 'set', kept: toRules(stored.result as D1Result), owed: stored.owed }
}
