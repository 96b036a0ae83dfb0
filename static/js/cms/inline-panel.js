// Starts Wagtail's inline panels. Wagtail's templates do it in inline scripts, which our
// content security policy forbids: templates/wagtailadmin/panels/.

{
  class InlinePanelController extends window.StimulusModule.Controller {
    static values = { options: Object, withChooser: Boolean };

    // Not connect(): a moved element would get its buttons a second time.
    initialize() {
      const { InlinePanel, MultipleChooserPanel } = window;
      new (this.withChooserValue ? MultipleChooserPanel : InlinePanel)(this.optionsValue);
    }
  }

  window.wagtail.app.register("ow-inline-panel", InlinePanelController);
}
