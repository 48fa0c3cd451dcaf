import type { DeskLanguage } from './door/sessions'

export const faultText = (_language: DeskLanguage, detail: string): string => detail
