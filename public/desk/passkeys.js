// Passkeys at the desk: signing in with one, or making one. The pages are complete without.

const part = document.getElementById('passkey')
const isMaking = part?.dataset.purpose === 'make'
const parse = isMaking ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON'

/** What the desk answers to JSON. Throws unless it says yes. */
async function ask(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

async function usePasskey() {
  const { path } = part.dataset
  const publicKey = PublicKeyCredential[parse](await ask(`${path}/options`, {}))
  const credential = await navigator.credentials[isMaking ? 'create' : 'get']({ publicKey })
  await ask(path, credential.toJSON())
  if (isMaking) return location.assign('/desk/account?done=added')
  // Where they were going, with what they had filled in: the form knows, and needs no key any more.
  const form = document.getElementById('sign-in')
  form.elements.key.value = ''
  form.submit()
}

/** Why it did not work. */
function reason({ name }) {
  const { known, cancelled, failed } = part.dataset
  if (name === 'InvalidStateError') return known
  return name === 'NotAllowedError' || name === 'AbortError' ? cancelled : failed
}

if (part && typeof window.PublicKeyCredential?.[parse] === 'function') {
  part.hidden = false
  document.getElementById('passkey-without')?.remove()
  const [button] = part.getElementsByTagName('button')
  const said = part.querySelector('[role=alert]')
  button.addEventListener('click', async () => {
    button.disabled = true
    said.textContent = ''
    try {
      await usePasskey()
    } catch (fault) {
      said.textContent = reason(fault)
    }
    button.disabled = false
  })
}
