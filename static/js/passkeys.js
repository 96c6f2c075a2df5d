/* Passkeys: the style sheet shows [data-passkey] where scripts run, and [data-no-passkey]
   where not, so nothing moves; here the two change places in a browser that knows no
   passkeys. Says in [data-passkey-failed] when the device gave none. The exchange
   itself is allauth's mfa/js/webauthn.js. */
document.addEventListener('DOMContentLoaded', () => {
  const all = (name) => document.querySelectorAll(`[data-${name}]`)
  if (!window.PublicKeyCredential) {
    all('passkey').forEach((part) => { part.hidden = true })
    all('no-passkey').forEach((part) => { part.dataset.noPasskey = 'here' })
    return
  }
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    all('passkey-failed').forEach((part) => { part.hidden = false })
  })
})
