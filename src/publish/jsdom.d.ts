/** What we use of jsdom. Its own types bring those of a browser into every file. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string);
    readonly window: { readonly document: never };
  }
}
