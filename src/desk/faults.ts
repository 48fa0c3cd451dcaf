/** What the API says is wrong, in the language of the desk. */
import type { DeskLanguage } from './door/sessions'

export const faultText = (_language: DeskLanguage, detail: string): string => detail

/** Why a request as a whole was refused. */
export const problemText = (
  _language: DeskLanguage,
  problem: { name: string; detail: string },
): string => problem.detail
