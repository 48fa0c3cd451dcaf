/** What comes along of an export, as what, and why the rest does not. */
import type { Piece } from '../source.ts'

const FURNITURE = 'it belongs to the design of the old site'
const MENU = 'menus do not come along'
const OLDER = 'only the last version of a post comes along'

/** By post type: those that are part of WordPress and no text of anybody’s. */
const NOT_TEXTS: Record<string, string> = {
  revision: OLDER,
  customize_changeset: FURNITURE,
  custom_css: FURNITURE,
  nav_menu_item: MENU,
  oembed_cache: 'it is a copy of what stands elsewhere',
  user_request: 'it is about personal data of users',
  wp_block: 'it is a part that posts share',
  wp_font_face: FURNITURE,
  wp_font_family: FURNITURE,
  wp_global_styles: FURNITURE,
  wp_navigation: MENU,
}

const NOT_WANTED: Record<string, string> = {
  trash: 'it was in the bin',
  'auto-draft': 'nobody saved it',
  inherit: OLDER,
}

/** Why an item stays behind; null for what comes along. */
export function whyNot(type: string, status: string): string | null {
  if (type.startsWith('wp_template')) return FURNITURE
  const why = Object.hasOwn(NOT_TEXTS, type) ? NOT_TEXTS[type] : undefined
  if (why) return why
  if (Object.hasOwn(NOT_WANTED, status)) return NOT_WANTED[status] as string
  if (type !== 'post' && type !== 'page')
    return 'it is of a type of its own, and neither post nor page'
  return null
}

/** What an item is here, and the sentences that say so where that is not what it was called. */
export function statusOf(
  status: string,
  hasPassword: boolean,
): { status: Piece['status']; notes: string[] } {
  if (hasPassword) {
    return { status: 'draft', notes: ['It is a draft: readers needed a password for it'] }
  }
  if (status === 'publish') return { status: 'published', notes: [] }
  if (status === 'future') return { status: 'scheduled', notes: [] }
  if (status === 'draft') return { status: 'draft', notes: [] }
  const why: Record<string, string> = {
    private: 'only who was signed in could see it',
    pending: 'it waited for review',
  }
  const because = Object.hasOwn(why, status) ? why[status] : `its status was “${status}”`
  return { status: 'draft', notes: [`It is a draft: ${because}`] }
}
