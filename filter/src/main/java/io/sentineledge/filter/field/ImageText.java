package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/**
 * Texts that a program has from its exec to its end: what tests find out about them holds for all
 * events of the image. Each is a value of its own, replaced and never changed.
 */
public enum ImageText implements AncestorTexts {
  NAME(0) {
    @Override
    public Text of(ProcessImage image) {
      return image.name;
    }
  },
  EXE(1) {
    @Override
    public Text of(ProcessImage image) {
      return image.exe;
    }
  },
  EXE_PATH(2) {
    @Override
    public @Nullable Text of(ProcessImage image) {
      return Lineage.known(image.exePath);
    }
  },
  ASKED(3) {
    @Override
    public @Nullable Text of(ProcessImage image) {
      return Lineage.known(image.asked);
    }
  },
  SCRIPT(4) {
    @Override
    public @Nullable Text of(ProcessImage image) {
      return Lineage.known(image.script);
    }
  },
  ARGUMENTS(5) {
    @Override
    public Text of(ProcessImage image) {
      return image.args();
    }
  },
  COMMAND_LINE(6) {
    @Override
    public Text of(ProcessImage image) {
      return image.commandLine();
    }
  };

  private final int index;

  ImageText(int index) {
    this.index = index;
  }

  /** From 0, without gaps. */
  public int index() {
    return index;
  }
}
