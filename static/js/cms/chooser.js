// Starts Wagtail's choosers of pictures, pages and files. Wagtail does it in inline
// scripts, which our content security policy forbids: organizations/widgets.py.

{
  class ChooserController extends window.StimulusModule.Controller {
    static values = { kind: String, field: String, options: Object };

    // Not connect(): a moved element would get a second chooser.
    initialize() {
      new window[this.kindValue](this.fieldValue, this.optionsValue);
    }
  }

  window.wagtail.app.register("ow-chooser", ChooserController);
}
