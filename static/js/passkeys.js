/* Passkeys: shows [data-passkey] where the browser knows them and hides
   [data-no-passkey]; says in [data-passkey-failed] when the device gave none.
   The exchange itself is allauth's mfa/js/webauthn.js. */
document.addEventListener('DOMContentLoaded', () => {
  const all = (name) => document.querySelectorAll(`[data-${name}]`)
  if (!window.PublicKeyCredential) return
  all('passkey').forEach((part) => { part.hidden = false })
  all('no-passkey').forEach((part) => { part.hidden = true })
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    all('passkey-failed').forEach((part) => { part.hidden = false })
  })
})
