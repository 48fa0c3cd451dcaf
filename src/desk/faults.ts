/** What the API says is wrong, in the language of the desk. */
import type { DeskLanguage } from './door/sessions'

export const faultText = (_language: DeskLanguage, detail: string): string => detail
