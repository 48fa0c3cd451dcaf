/** What is wrong with a front, as the API says it. */
import type { FrontFault } from '../../articles/writing/front-checks'
import type { Fault } from '../door/problems'

const REASONS: Record<FrontFault['why'], string> = {
  missing: 'names no article',
  'not-published': 'names an article that is not published',
  twice: 'names an article that is there already',
  'in-another-section': 'names an article of another section',
}

/** The faults of articles put at a front; `by` is the field that names each of them. */
export const faultsOf = (faults: FrontFault[], by: string): Fault[] =>
  faults.map(({ at, why }) => {
    const field = `articles.${at}.${by}`
    return { field, detail: `${field} ${REASONS[why]}` }
  })
