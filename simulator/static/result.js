// Tells the page that opened this one (the phone preview) how wx.requestPayment would have ended. It holds no secret,
// and the preview asks our server for the truth anyway, so any listener may hear it.
const errMsg = document.querySelector("main").dataset.errMsg;
if (errMsg) {
  for (const listener of [window.opener, window.parent !== window ? window.parent : null]) {
    if (listener) listener.postMessage({ source: "diandian-simulator", errMsg }, "*");
  }
}
