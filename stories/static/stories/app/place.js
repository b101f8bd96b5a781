// Where the phone is, asked of the phone when its officer presses the button; never of a photo.
const WAIT_MS = 20_000;
const FRESH_MS = 60_000;

/** {latitude, longitude, accuracy_m, at}; rejects with "denied", "unavailable" or "timeout". */
export function measure() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new Error("unavailable"));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitude: Number(coords.latitude.toFixed(6)),
          longitude: Number(coords.longitude.toFixed(6)),
          accuracy_m: Math.round(coords.accuracy),
          at: Date.now(),
        }),
      (error) => reject(new Error({ 1: "denied", 3: "timeout" }[error.code] ?? "unavailable")),
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: FRESH_MS },
    );
  });
}
