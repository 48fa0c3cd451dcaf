import type { DeskLanguage } from './door/sessions'

/** What the API says is wrong, in the language of who is asking. */
export const faultText = (_language: DeskLanguage, detail: string): string => detail
