/** `/desk/account`: where one is signed in oneself, and with what. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { storeOnce } from '../../articles/writing/once'
import { newEdition } from '../../delivery/editions'
import { revokeKey, selectGranted, toKeys } from '../../editing/door/key-store'
import { secondsNow } from '../../time'
import { type DeskContext, type DeskEnv, type Words, wordsFor } from '../context'
import { endSession, endSessions, selectSessions, toSessions } from '../door/sessions'
import { signOut } from '../door/sign-in'
import { formIn } from '../form-data'
import { goTo, page } from '../layout'
import { PASSKEY_SCRIPT, passkeyButton } from '../passkeys/button'
import { removePasskey, selectPasskeys, toPasskeys } from '../passkeys/store'
import { deskPaths } from '../paths'
import { passkeyList, sessionList } from './lists'
import { programList } from './programs'

const WORDS = {
  zh: {
    title: '我的登录',
    sessions: '在哪里登录着',
    sessionsText: '不认得的，请结束它，并告诉管理员：密钥可能要换。',
    endOthers: '结束其他所有登录',
    passkeys: '通行密钥',
    passkeysText:
      '用手机、电脑或安全钥匙的指纹、面容或密码登录，不必再抄密钥。密钥停用或更换后，它也不能再用。',
    programs: '替您工作的程序',
    programsText: '您同意过的程序。停用后它马上不能再用；写过的文章不受影响。',
    done: {
      program: '程序已停用。',
      session: '登录已结束。',
      others: '其他登录已结束。',
      passkey: '通行密钥已删除。',
      added: '通行密钥已添加。下次可以用它登录。',
    },
  },
  en: {
    title: 'My sign-ins',
    sessions: 'Where you are signed in',
    sessionsText:
      'End what you do not know, and tell whoever manages the keys: yours may have to be rotated.',
    endOthers: 'End all others',
    passkeys: 'Passkeys',
    passkeysText:
      'Sign in with the fingerprint, face or code of your phone, computer or security key, instead of a key. They stop working when your key is revoked or rotated.',
    programs: 'Programs that act for you',
    programsText:
      'Those that you have allowed to. End one, and it can do nothing more, at once; what it wrote stays.',
    done: {
      program: 'The program is ended.',
      session: 'The session has ended.',
      others: 'The other sessions have ended.',
      passkey: 'The passkey is removed.',
      added: 'The passkey is added. You can sign in with it from now on.',
    },
  },
} satisfies Words<Record<string, unknown>>

export const account = new Hono<DeskEnv>()

account.get('/', show)
account.post('/sessions', endOwn)
account.post('/passkeys', removeOwn)
account.post('/programs', endProgram)

async function show(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const { db, person } = c.var
  const { keyId } = person.editor
  const [sessions, passkeys, granted] = (await db.batch([
    selectSessions(db, keyId, secondsNow()),
    selectPasskeys(db, keyId),
    selectGranted(db, keyId),
  ])) as [D1Result, D1Result, D1Result]
  const done = c.req.query('done') ?? ''
  const own = deskPaths.account
  const main = html`${Object.hasOwn(words.done, done) ? html`<p class="note" role="status">${words.done[done as keyof typeof words.done]}</p>` : ''}
<h2>${words.sessions}</h2>
<p class="hint">${words.sessionsText}</p>
${sessionList(c, toSessions(sessions), `${own}/sessions`)}
${sessions.results.length > 1 ? html`<form method="post" action="${own}/sessions"><input type="hidden" name="session" value="others"><p class="buttons"><button>${words.endOthers}</button></p></form>` : ''}
<h2>${words.passkeys}</h2>
<p class="hint">${words.passkeysText}</p>
${passkeyList(c, toPasskeys(passkeys), `${own}/passkeys`)}
${passkeyButton(c, 'make')}
<h2>${words.programs}</h2>
<p class="hint">${words.programsText}</p>
${programList(c, toKeys(granted), `${own}/programs`)}`
  return page(c, { title: words.title, at: own, main, scripts: [PASSKEY_SCRIPT] })
}

/** Ends one of one's own sessions, or all but this; ending this is signing out. */
async function endOwn(c: DeskContext): Promise<Response> {
  const which = String((await formIn(c)).get('session') ?? '')
  const { db, person } = c.var
  const { keyId } = person.editor
  if (which === 'others') {
    await endSessions(db, keyId, person.session.id).run()
    return goTo(`${deskPaths.account}?done=others`)
  }
  if (which === String(person.session.id)) return signOut(c)
  await endSession(db, keyId, Number(which) || 0).run()
  return goTo(`${deskPaths.account}?done=session`)
}

async function removeOwn(c: DeskContext): Promise<Response> {
  const id = String((await formIn(c)).get('passkey') ?? '')
  const { db, person } = c.var
  const { keyId } = person.editor
  await db.batch(removePasskey(db, { id, keyId }, { keyId, now: secondsNow() }))
  return goTo(`${deskPaths.account}?done=passkey`)
}

/** Ends a program that one has let act for oneself. */
async function endProgram(c: DeskContext): Promise<Response> {
  const id = Number((await formIn(c)).get('program')) || 0
  const { db, person } = c.var
  const { keyId } = person.editor
  const known = toKeys(await selectGranted(db, keyId).run()).some((key) => key.id === id)
  if (!known) return goTo(deskPaths.account)
  const token = newEdition()
  const statements = revokeKey(db, { at: secondsNow(), keyId, token }, id)
  await storeOnce(db, { token, statements })
  return goTo(`${deskPaths.account}?done=program`)
}
