import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars and brings their classes to the form that the start-up cache takes; whatever it does
 * not take the JVM makes anew at each start, which takes longer than all the rest.
 *
 * <ul>
 *   <li>Classes of Java 5 (picocli's) get the format of Java 8: the version, and the stack maps
 *       that it demands.
 *   <li>A switch over types, and {@code equals} and {@code hashCode} of a record, are linked when
 *       they are first used: the JVM writes a class, or puts method handles together, for each.
 *       They become methods that do the same.
 * </ul>
 *
 * <p>Usage: java CacheableClasses.java NEW-FOLDER JAR...
 */
final class CacheableClasses {
  private static final int JAVA_8 = 52;
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final MethodTypeDesc EQUALS =
      MethodTypeDesc.of(
          ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);

  private final ClassFile format;

  private CacheableClasses(ClassLoader classes) {
    format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
  }

  public static void main(String[] arguments) throws IOException {
    Path to = Files.createDirectory(Path.of(arguments[0]));
    List<Path> jars = Arrays.stream(arguments).skip(1).map(Path::of).toList();
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    try (URLClassLoader classes = new URLClassLoader(urls.toArray(URL[]::new))) {
      CacheableClasses cacheable = new CacheableClasses(classes);
      for (Path jar : jars) {
        cacheable.copy(jar, to.resolve(jar.getFileName()));
      }
    }
  }

  private void copy(Path from, Path to) throws IOException {
    try (ZipFile in = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? cacheable(bytes) : bytes);
      }
    }
  }

  private byte[] cacheable(byte[] bytes) {
    ClassModel model = format.parse(bytes);
    if (model.majorVersion() < JAVA_8) {
      return upgraded(model);
    }
    boolean linksLate = model.methods().stream().anyMatch(CacheableClasses::linksLate);
    return linksLate
        ? format.transformClass(model, ClassTransform.ofStateful(Linking::new))
        : bytes;
  }

  private static boolean linksLate(MethodModel method) {
    return method.code().isPresent()
        && method.code().get().elementStream().anyMatch(CacheableClasses::linksLate);
  }

  private static boolean linksLate(CodeElement element) {
    if (!(element instanceof InvokeDynamicInstruction call)) {
      return false;
    }
    String owner = call.bootstrapMethod().owner().displayName();
    return owner.equals("SwitchBootstraps")
        ? call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance)
        : owner.equals("ObjectMethods") && !call.name().equalsString("toString");
  }

  private byte[] upgraded(ClassModel model) {
    // A transformation, if only one that keeps all, makes the code be written anew
    ClassTransform code =
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
    return format.transformClass(
        model,
        code.andThen(
            (builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_8, 0);
              } else {
                builder.with(element);
              }
            }));
  }

  /** Puts a method of its own into the place of each call of one class that is linked late. */
  private static final class Linking implements ClassTransform {
    private final List<InvokeDynamicInstruction> calls = new ArrayList<>();

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (element instanceof MethodModel method && linksLate(method)) {
        ClassModel owner = method.parent().orElseThrow();
        boolean isInterface = owner.flags().has(AccessFlag.INTERFACE);
        builder.transformMethod(
            method,
            MethodTransform.transformingCode(
                (code, instruction) -> {
                  if (linksLate(instruction)) {
                    InvokeDynamicInstruction call = (InvokeDynamicInstruction) instruction;
                    ClassDesc type = owner.thisClass().asSymbol();
                    code.invokestatic(type, name(calls.size()), call.typeSymbol(), isInterface);
                    calls.add(call);
                  } else {
                    code.with(instruction);
                  }
                }));
      } else {
        builder.with(element);
      }
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      for (int i = 0; i < calls.size(); i++) {
        InvokeDynamicInstruction call = calls.get(i);
        builder.withMethodBody(
            name(i),
            call.typeSymbol(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            code -> {
              switch (call.name().stringValue()) {
                case "equals" -> equality(code, call);
                case "hashCode" -> hash(code, call);
                default -> typeSwitch(code, call.bootstrapArgs());
              }
            });
      }
    }

    private static String name(int number) {
      return "linked$" + number;
    }
  }

  /** Arguments: an object, the number of the first type to try. */
  private static void typeSwitch(CodeBuilder code, List<ConstantDesc> types) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf((ClassDesc) types.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }

  /** As java.lang.runtime.ObjectMethods does it; arguments: the record, another object. */
  private static void equality(CodeBuilder code, InvokeDynamicInstruction call) {
    ClassDesc type = (ClassDesc) call.bootstrapArgs().getFirst();
    Label different = code.newLabel();
    code.aload(1).instanceOf(type).ifeq(different);
    code.aload(1).checkcast(type).astore(2);
    for (DirectMethodHandleDesc field : fields(call)) {
      get(code, 0, field);
      get(code, 2, field);
      ClassDesc value = field.invocationType().returnType();
      switch (TypeKind.from(value)) {
        case REFERENCE ->
            code.invokestatic(OBJECTS, "equals", EQUALS).ifeq(different);
        case LONG -> code.lcmp().ifne(different);
        case FLOAT, DOUBLE ->
            code.invokestatic(
                    boxed(value), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, value, value))
                .ifne(different);
        default -> code.if_icmpne(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  /** As java.lang.runtime.ObjectMethods does it; argument: the record. */
  private static void hash(CodeBuilder code, InvokeDynamicInstruction call) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields(call)) {
      ClassDesc value = field.invocationType().returnType();
      code.bipush(31).imul();
      get(code, 0, field);
      code.invokestatic(
              value.isPrimitive() ? boxed(value) : OBJECTS,
              "hashCode",
              MethodTypeDesc.of(
                  ConstantDescs.CD_int, value.isPrimitive() ? value : ConstantDescs.CD_Object))
          .iadd();
    }
    code.ireturn();
  }

  private static void get(CodeBuilder code, int local, DirectMethodHandleDesc field) {
    code.aload(local)
        .getfield(field.owner(), field.methodName(), field.invocationType().returnType());
  }

  private static List<DirectMethodHandleDesc> fields(InvokeDynamicInstruction call) {
    return call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
  }

  private static ClassDesc boxed(ClassDesc primitive) {
    return switch (TypeKind.fromDescriptor(primitive.descriptorString())) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      default -> ConstantDescs.CD_Integer;
    };
  }
}
